package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FileName;
import loom.aml.store.ChangeLog;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.Progress;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;
import loom.aml.store.Workers;
import loom.aml.store.log.RealFolders;

/**
 * Applies a change set to a store: first its directories, then its files, several at once, each in a
 * {@link Transaction}.
 */
final class ChangeApplication {
    /** The maximum bytes of a file of which many are changed at once. */
    private static final long SMALL = 256 << 10;

    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Layout layout;
    private final ChangeLog log;
    private final Progress progress;
    private final Workers workers;

    ChangeApplication(Disk disk, Path root, StoreOptions options, Layout layout, ChangeLog log, Progress progress) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.layout = layout;
        this.log = log;
        this.progress = progress;
        this.workers = options.workers().silent();
    }

    /** Makes the changes and returns their outcomes. */
    List<FileOutcome> apply(ChangeSet changes) throws IOException {
        List<FileOutcome> outcomes = new ArrayList<>(makeFolders(changes.folders()));
        outcomes.addAll(applyAll(changes));
        return outcomes;
    }

    /** Creates directories and returns the outcomes of those that could not be created. */
    private List<FileOutcome> makeFolders(List<ChangeSet.Folder> folders) {
        List<FileOutcome> failed = new ArrayList<>();
        RealFolders real = new RealFolders(disk, root);
        for (ChangeSet.Folder folder : folders) {
            try {
                if (real.make(folder.path(), folder.access())) {
                    disk.syncDirectory(Objects.requireNonNull(
                            FileName.resolve(root, folder.path()).getParent(), "every folder is within the store"));
                }
            } catch (IOException e) {
                failed.add(FileOutcome.notMade(folder.path(), ReadErrors.finding(disk, root, folder.path(), e)));
            }
        }
        return failed;
    }

    private List<FileOutcome> applyAll(ChangeSet changes) throws IOException {
        List<StoreChange> all = changes.changes();
        if (changes.isWhole() && !all.isEmpty()) {
            return new AtomicApplication(disk, root, options, layout, log, progress, all)
                    .run(
                            byCollection(all),
                            all.stream().allMatch(this::isSmall) ? workers.waiting() : workers.overlapping());
        }
        FileOutcome[] outcomes = new FileOutcome[all.size()];
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean full = new AtomicBoolean();
        Workers.Work<List<Integer>, List<Integer>> work = group -> {
            for (int place : group) {
                StoreChange change = all.get(place);
                outcomes[place] = applyOne(change, place + 1, full);
                progress.done(done.incrementAndGet(), all.size());
            }
            return group;
        };
        List<List<Integer>> small = new ArrayList<>();
        List<List<Integer>> others = new ArrayList<>();
        for (List<Integer> group : byCollection(all)) {
            (isSmall(all.get(group.getFirst())) ? small : others).add(group);
        }
        workers.map(others, group -> all.get(group.getFirst()).seen().bytes(), work);
        workers.waiting().map(small, _ -> 1, work);
        return List.of(outcomes);
    }

    /** Returns whether a change spends its time on syncs: nobody holds its lock, and the file is as small as notes are. */
    private boolean isSmall(StoreChange change) {
        return layout.locks() == FileLocks.NONE && change.seen().bytes() <= SMALL;
    }

    /**
     * Makes one change. A full disk stops the run: later changes would only fail as well, and recovery needs the
     * remaining space.
     */
    private FileOutcome applyOne(StoreChange change, int number, AtomicBoolean full) {
        DiskFullException reason = new DiskFullException(new IOException("no space left on the device"));
        if (!full.get()) {
            try {
                return new Transaction(disk, root, options, layout, log).run(change, number);
            } catch (DiskFullException e) {
                full.set(true);
                reason = e;
            }
        }
        return FileOutcome.notMade(change, List.of(ReadErrors.finding(disk, root, change.path(), reason)));
    }

    /**
     * Groups the indices of the changes, so that changes of both files of a collection are made one after the other:
     * the suffixed one first, because its removals rely on the plain one being unchanged.
     */
    private static List<List<Integer>> byCollection(List<StoreChange> changes) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int place = 0; place < changes.size(); place++) {
            String path = changes.get(place).path();
            Optional<CollectionFile> file = CollectionFile.ofPath(path);
            String key = file.map(CollectionFile::collection).orElse(path);
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(place);
        }
        Comparator<Integer> suffixedFirst =
                (one, other) -> Boolean.compare(isOfPlainName(changes.get(one)), isOfPlainName(changes.get(other)));
        groups.values().forEach(group -> group.sort(suffixedFirst));
        return List.copyOf(groups.values());
    }

    private static boolean isOfPlainName(StoreChange change) {
        return CollectionFile.ofPath(change.path())
                .map(file -> !file.suffixed())
                .orElse(true);
    }
}

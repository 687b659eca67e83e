package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.storage.PathWithin;
import loom.aml.store.Cause;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.Removal;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;
import loom.aml.store.Version;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.FormerItem;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import org.jspecify.annotations.Nullable;

/**
 * Settles one interrupted change by its journal. The content of the file shows the progress of the change. If it is the
 * content before, the change is completed. If it is the content after, the change only needs to be recorded. Otherwise
 * another program wrote meanwhile, and the change is applied to the new version, item by item.
 */
final class JournalSettlement {
    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Layout layout;
    private final WorkFolder work;
    private final LogFolder logs;
    private final List<Finding> findings;

    /** @param findings receives the results */
    JournalSettlement(WorkFolder work, StoreOptions options, Layout layout, LogFolder logs, List<Finding> findings) {
        this.disk = work.disk();
        this.root = work.root();
        this.work = work;
        this.options = options;
        this.layout = layout;
        this.logs = logs;
        this.findings = findings;
    }

    /** Settles the change of a journal and removes the journal. */
    void settle(Path journal, JournalEntry entry) throws IOException {
        Path target = target(entry);
        FileState state = disk.state(target);
        Checksum.Content content = state.isMissing() ? null : Checksum.of(disk, target);
        try (RunLog log = logs.reopen(entry.run())) {
            if (isUndecided(entry) && !Objects.equals(content, entry.after())) {
                drop(log, journal, entry);
                return;
            }
            if (Objects.equals(content, entry.after())) {
                mark(log, entry, entry.after());
                found(entry, "had been made and is now recorded");
            } else if (!Objects.equals(content, entry.before())) {
                overtaken(log, entry);
            } else {
                finish(log, journal, entry, target, state);
            }
        }
        freeLock(target);
        // Without a journal that refers to it, the staged file would be a leftover.
        disk.delete(journal);
    }

    /** Returns whether a change belongs to an atomic set of which no change was made yet. */
    private boolean isUndecided(JournalEntry entry) throws IOException {
        return entry.isWhole() && disk.state(work.decision(entry.run())).isMissing();
    }

    /** Discards a change. The archive is deleted last, as when a change is discarded without a crash. */
    private void drop(RunLog log, Path journal, JournalEntry entry) throws IOException {
        // Without a journal that refers to it, the staged file would be a leftover.
        disk.delete(journal);
        work.sync();
        for (String archive : entry.archives()) {
            withdraw(log, archive);
        }
        found(entry, "was discarded, because not all changes of its set were ready; no file was changed");
    }

    private static void withdraw(RunLog log, String archive) {
        try {
            log.withdraw(archive);
        } catch (IOException e) {
            // An extra archive is harmless: no record refers to it.
        }
    }

    /** Returns the file that a journal changes. */
    Path target(JournalEntry entry) throws IOException {
        Path target = PathWithin.of(disk, root, entry.path());
        if (String.valueOf(target.getFileName()).startsWith(OwnFiles.PREFIX)) {
            throw new IOException("it names a file of aml's own: " + entry.path());
        }
        return target;
    }

    private @Nullable Path staged(JournalEntry entry) throws IOException {
        String name = entry.staged();
        return name == null ? null : work.stagedAs(name, target(entry));
    }

    private void found(JournalEntry entry, String what) {
        findings.add(Finding.of(
                        Finding.Kind.RECOVERY,
                        entry.path(),
                        "a change that run " + entry.run() + " was making " + what,
                        "")
                .about(entry.run()));
    }

    private void finish(RunLog log, Path journal, JournalEntry entry, Path target, FileState state) throws IOException {
        String obstacle = obstacle(entry);
        if (obstacle != null && entry.isWhole()) {
            anew(log, entry, obstacle);
            return;
        }
        if (obstacle != null) {
            found(entry, "was discarded: " + obstacle + "; the file is unchanged");
            return;
        }
        Path staged = staged(entry);
        Path before = freshBeforeImage(journal, target);
        // Removing the link that was the before-image changes the ctime, so the content is compared once more.
        Instant readAt = disk.now();
        FileState present = disk.state(target);
        if (!present.equals(state)
                && !(present.differsInChangeOnly(state)
                        && Checksum.of(disk, target).equals(entry.before()))) {
            throw new IOException("another program wrote " + entry.path() + " while it was being settled");
        }
        Prepared prepared = new Prepared(
                target,
                present,
                readAt,
                entry.before(),
                staged,
                staged == null ? null : disk.state(staged),
                entry.after(),
                entry.archive(),
                FileOutcome.notMade(
                        new FileChange.Remove(
                                entry.path(),
                                new FileVersion(state),
                                Cause.recorded(JsonObject.builder().build())),
                        List.of()));
        if (!new Transaction(disk, root, options, layout, log).replace(prepared, before)) {
            throw new IOException("another program wrote " + entry.path() + " while it was being settled");
        }
        mark(log, entry, entry.after());
        found(entry, "is now finished");
    }

    /** Repeats a change. A change of an atomic set is never discarded once one of the set was made. */
    private void anew(RunLog log, JournalEntry entry, String obstacle) throws IOException {
        JsonObject again = entry.again();
        if (again == null) {
            throw new IOException(obstacle + ", and the other files of the run were changed");
        }
        make(log, entry, JournaledEdit.change(again, collection(entry), options.transformations()));
        found(entry, "was repeated: " + obstacle);
    }

    /** Returns the obstacle to completing a change; null if all that it needs exists and is valid. */
    private @Nullable String obstacle(JournalEntry entry) throws IOException {
        Checksum.Content staged = null;
        Path path = staged(entry);
        if (path != null) {
            if (!disk.state(path).isFile()) {
                return "its staged file is missing";
            }
            staged = Checksum.of(disk, path);
        }
        if (!Objects.equals(staged, entry.after())) {
            return "its staged file has an unexpected content";
        }
        try {
            requireArchive(entry);
        } catch (IOException e) {
            return "the archive of the originals cannot be read: " + e.getMessage();
        }
        return null;
    }

    /** Requires the archive: nothing is removed that is not archived. */
    private void requireArchive(JournalEntry entry) throws IOException {
        for (String name : entry.archives()) {
            requireArchive(entry, name);
        }
    }

    private void requireArchive(JournalEntry entry, String name) throws IOException {
        Archive archive = new Archive(logs, entry.run());
        if (Archive.isOfItems(name)) {
            archive.read(name, (_, _) -> {});
        } else if (Archive.isOfTransformed(name)) {
            try (ArchiveReader<FormerItem> items = archive.transformed(name)) {
                while (items.next() != null) {
                    // Every readable line is valid.
                }
            }
        } else if (!archive.content(name).equals(entry.before())) {
            throw new IOException(name + " differs from the content of the file");
        }
    }

    /** Returns the path for a new before-image, after deleting the one of the interrupted change. */
    private Path freshBeforeImage(Path journal, Path target) throws IOException {
        Path before = work.before(target, OwnFiles.token(FileName.last(journal)));
        if (!disk.state(before).isMissing()) {
            disk.delete(before);
        }
        return before;
    }

    private void mark(RunLog log, JournalEntry entry, Checksum.@Nullable Content left) throws IOException {
        if (!entry.participants().isEmpty()) {
            // Each of several runs has made its part of the change.
            for (ChangeLog.Participant participant : entry.participants()) {
                markParticipant(entry, participant, left);
            }
            return;
        }
        if (!isMarked(entry.run(), entry, entry.archive())) {
            log.committed(entry.outcome(), entry.archive(), left);
        }
    }

    private void markParticipant(JournalEntry entry, ChangeLog.Participant participant, Checksum.@Nullable Content left)
            throws IOException {
        if (!isMarked(participant.run(), entry, participant.archive())) {
            try (RunLog log = logs.reopen(participant.run())) {
                log.committed(participant.outcome(), participant.archive(), left);
            }
        }
    }

    private boolean isMarked(String run, JournalEntry entry, @Nullable String archive) throws IOException {
        return logs.read(run).commits().stream()
                .anyMatch(commit -> commit.path().equals(entry.path())
                        && commit.archive().map(Commit.Archived::name).equals(Optional.ofNullable(archive)));
    }

    /**
     * Settles a change of a file that another program wrote meanwhile. The archived items may have been removed before
     * that or may still be present: the change is made if necessary, and nothing is overwritten.
     */
    private void overtaken(RunLog log, JournalEntry entry) throws IOException {
        String archive = entry.archive();
        boolean isOfItems = archive != null && Archive.isOfItems(archive);
        Path staged = staged(entry);
        boolean mayHaveLeft = staged == null || disk.state(staged).isMissing();
        JsonObject again = entry.again();
        if (again != null) {
            again(log, entry, JournaledEdit.change(again, collection(entry), options.transformations()), mayHaveLeft);
            return;
        }
        if (!isOfItems && !mayHaveLeft) {
            found(entry, "was discarded, because another program wrote the file meanwhile");
            return;
        }
        List<Removal> removals = archive != null && isOfItems ? archived(entry.run(), archive) : List.of();
        if (mayHaveLeft) {
            mark(log, entry, null);
        }
        if (!removals.isEmpty() && !disk.state(target(entry)).isMissing()) {
            make(log, entry, new CollectionChange.Rewrite(collection(entry), Version.MISSING, removals, null));
        }
        found(
                entry,
                isOfItems
                        ? "was applied to the version that another program wrote meanwhile, item by item"
                        : "is recorded as made; another program has written the file since");
    }

    /** Repeats a change that applies to any version of a file on the present version. */
    private void again(RunLog log, JournalEntry entry, StoreChange change, boolean mayBeMade) throws IOException {
        if (mayBeMade) {
            mark(log, entry, null);
        }
        if (!disk.state(target(entry)).isMissing()) {
            make(log, entry, change);
        }
        found(entry, "was applied to the version that another program wrote meanwhile, item by item");
    }

    private static CollectionFile collection(JournalEntry entry) throws IOException {
        return CollectionFile.ofPath(entry.path())
                .orElseThrow(() -> new IOException("it changes items outside a collection: " + entry.path()));
    }

    private void make(RunLog log, JournalEntry entry, StoreChange change) throws IOException {
        FileOutcome outcome = new Transaction(disk, root, options, layout, log).run(change, freeNumber(entry.run()));
        for (Finding finding : outcome.findings()) {
            if (!outcome.isCommitted() && isFailure(finding)) {
                throw new IOException("it could not be applied to the version of another program: " + finding.what());
            }
        }
        findings.addAll(outcome.findings());
    }

    /** Returns whether a change failed, rather than had nothing to do. */
    private static boolean isFailure(Finding finding) {
        return finding.isProblem()
                && finding.kind() != Finding.Kind.CHANGED
                && finding.kind() != Finding.Kind.NOT_MIGRATED;
    }

    /** Returns an unused number for a change: an earlier recovery may itself have been interrupted. */
    private int freeNumber(String run) throws IOException {
        List<DirectoryEntry> entries = work.entries();
        int number = 0;
        while (isTaken(entries, OwnFiles.PREFIX + run + "-" + number + "-")) {
            number++;
        }
        return number;
    }

    private static boolean isTaken(List<DirectoryEntry> entries, String prefix) {
        return entries.stream().anyMatch(entry -> entry.name().startsWith(prefix));
    }

    private List<Removal> archived(String run, String name) throws IOException {
        List<Removal> removals = new ArrayList<>();
        new Archive(logs, run).read(name, (fingerprint, entry) -> {
            Cause cause = Cause.recorded(entry);
            // Such an item may be removed only beside its survivor, which is unknown now: the next run removes it.
            if (!cause.reason().needsSurvivor()) {
                removals.add(new Removal(-1, 0, fingerprint, cause, null));
            }
        });
        return removals;
    }

    /**
     * Frees the lock, which the crash may have left behind. By now another process may hold it, so it is taken like any
     * lock.
     */
    private void freeLock(Path target) throws IOException {
        layout.locks().free(disk, target, options);
    }
}

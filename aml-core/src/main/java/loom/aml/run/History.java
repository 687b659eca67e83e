package loom.aml.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.io.Disk;
import loom.aml.item.FingerprintTable;
import loom.aml.item.Item;
import loom.aml.merge.combine.Merges;
import loom.aml.prune.ReappearedItems;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.UndoneRemovals;
import org.jspecify.annotations.Nullable;

/**
 * The runs on a store according to their records. Read-only. An unreadable record becomes a finding and does not
 * prevent reading the others.
 */
public final class History {

    /**
     * Runs are numbered, because the clock may be set between two of them. Runs without a number are ordered by time:
     * ids contain milliseconds, records more precise times unless their beginning was lost.
     */
    private static final Comparator<RunRecord> OLDEST_FIRST = History::compare;

    /** The beginning of the records of runs that complete items, after names and times. */
    private static final String COMPLETES = "\"transformation\":\"completion\"";

    /** The number of newest changes by other programs whose snapshots are kept. */
    private static final int OBSERVED_KEPT = 50;

    private final Disk disk;
    private final LogFolder logs;
    private final List<Finding> unreadable = new ArrayList<>();

    public History(MemoryStore store) {
        this(store.place().disk(), LogFolder.of(store.place()));
    }

    /** Reads the runs on a store that need not be open. */
    History(Disk disk, LogFolder logs) {
        this.disk = disk;
        this.logs = logs;
    }

    /** Not a chain of comparators, whose lambdas are linked at each start. */
    private static int compare(RunRecord one, RunRecord other) {
        int order = Long.compare(one.sequence(), other.sequence());
        if (order == 0) {
            order = timeIn(one).compareTo(timeIn(other));
        }
        if (order == 0) {
            order = one.startedAt()
                    .orElse(Instant.MIN)
                    .compareTo(other.startedAt().orElse(Instant.MIN));
        }
        return order == 0 ? one.run().compareTo(other.run()) : order;
    }

    private static String timeIn(RunRecord run) {
        return run.run().substring(0, Math.max(0, run.run().indexOf('-')));
    }

    /** Returns all runs, newest first. */
    public List<RunRecord> runs() throws IOException {
        List<RunRecord> runs = new ArrayList<>();
        for (String run : logs.runs()) {
            try {
                RunRecord record = logs.read(run);
                runs.add(record);
                record.damage().ifPresent(what -> unreadable.add(damaged(run, what)));
            } catch (NoSuchFileException e) {
                // Deleted since the runs were listed, so it had changed nothing.
            } catch (IOException e) {
                unreadable.add(unreadable(run, "its record", e));
            }
        }
        runs.sort(OLDEST_FIRST.reversed());
        return runs;
    }

    private static Finding damaged(String run, String what) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                "run " + run,
                "its record was damaged: " + what,
                "'aml undo " + run
                        + "' restores what the rest of it describes; 'aml backup verify --all' shows what else is"
                        + " damaged");
    }

    private static Finding unreadable(String run, String what, IOException e) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                "run " + run,
                what + " cannot be read: " + e.getMessage(),
                "items that it removed are not recognised if another program writes them back, and 'aml undo' cannot restore them");
    }

    /** Returns the ids of the runs, and of the steps of runs, that are completely undone. */
    public static Set<String> undone(List<RunRecord> runs) {
        Set<String> undone = leftToUndo(runs).entrySet().stream()
                .filter(left -> left.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
        for (RecordedRun run : RecordedRun.group(runs)) {
            if (!run.steps().isEmpty()) {
                if (run.isUndone(undone)) {
                    undone.add(run.run());
                } else {
                    undone.remove(run.run());
                }
            }
        }
        return undone;
    }

    /**
     * Returns the names of the remaining reversals for each run whose undo was begun. A finished undo has settled
     * everything except the reversals that it reports as not done; of an interrupted undo, only the marked changes
     * count.
     */
    private static Map<String, Set<String>> leftToUndo(List<RunRecord> runs) {
        Map<String, RunRecord> byId =
                runs.stream().collect(Collectors.toMap(RunRecord::run, run -> run, (one, _) -> one));
        Map<String, Set<String>> left = new HashMap<>();
        for (RunRecord undo : runs) {
            RunRecord undone = byId.get(undo.undoes().orElse(""));
            // An undo that was itself undone settles nothing. Runs come newest first, so this is known by now.
            boolean wasUndone =
                    left.containsKey(undo.run()) && left.get(undo.run()).isEmpty();
            if (undone != null && !wasUndone) {
                Set<String> names = left.computeIfAbsent(undone.run(), _ -> reversalsOf(undone));
                Map<String, Integer> changes = new HashMap<>();
                for (Reversal.Entry entry : Reversal.Entry.in(undo)) {
                    if (isSettled(entry, changes.merge(entry.path(), entry.changes(), Integer::sum), undo)) {
                        names.remove(entry.name());
                    }
                }
            }
        }
        return left;
    }

    /** @param changes the changes of the file up to and with this reversal: an interrupted undo made the first ones */
    private static boolean isSettled(Reversal.Entry entry, int changes, RunRecord undo) {
        return undo.finished().isPresent()
                ? !undo.notDone().contains(entry.path())
                : undo.commits().stream()
                                .filter(commit -> commit.path().equals(entry.path()))
                                .count()
                        >= changes;
    }

    private static Set<String> reversalsOf(RunRecord run) {
        Set<String> names = new HashSet<>();
        for (Reversal reversal : Reversal.of(run)) {
            names.add(reversal.name());
        }
        return names;
    }

    /** Returns the names of the remaining reversals of a run. */
    Set<String> leftToUndo(RunRecord run) throws IOException {
        return leftToUndo(runs()).getOrDefault(run.run(), reversalsOf(run));
    }

    /**
     * Returns the snapshots that undoing a run would need, with the reason. Restores by earlier versions and other programs did
     * not archive replaced files. Of the changes of other programs only the newest count, since there may be many every day.
     */
    public Map<String, String> snapshotsNeeded() throws IOException {
        List<RunRecord> runs = runs();
        Map<String, Set<String>> leftToUndo = leftToUndo(runs);
        Map<String, String> needed = new HashMap<>();
        int observed = 0;
        for (RunRecord run : runs) {
            if (run.operation().equals(OperationNames.GUARD)
                    && !run.commits().isEmpty()
                    && ++observed > OBSERVED_KEPT) {
                continue;
            }
            for (Reversal reversal : Reversal.of(run)) {
                Set<String> left = leftToUndo.get(run.run());
                if (reversal instanceof Reversal.TakeFromSnapshot from
                        && (left == null || left.contains(from.name()))) {
                    needed.put(from.snapshot(), "'aml undo " + run.run() + "' needs it");
                }
            }
        }
        return needed;
    }

    /**
     * Returns the newest run that can be undone and was not. The change of another program counts only if it removed something:
     * the user did not ask aml for it.
     */
    public Optional<RecordedRun> latestUndoable() throws IOException {
        List<RunRecord> runs = runs();
        Set<String> undone = undone(runs);
        return RecordedRun.group(runs).stream()
                .filter(run -> !run.operation().equals(OperationNames.UNDO)
                        && run.canUndo()
                        && !undone.contains(run.run())
                        && (!run.operation().equals(OperationNames.GUARD) || run.removed() > 0))
                .findFirst();
    }

    /**
     * Returns the items that prunes removed and that were not restored. If several runs removed or restored the same
     * version of an item, the newest counts; a later restore is intentional. An unreadable archive is skipped: a
     * returned item from it is judged like any other, which loses nothing.
     */
    public ReappearedItems returned() throws IOException {
        return remembered(true);
    }

    /**
     * Returns the items of undone prunes, and those to which aml assigned a timestamp. Records are read completely only
     * if the beginning of one indicates such a run.
     */
    public ReappearedItems exempt() throws IOException {
        for (String run : logs.runs()) {
            if (logs.isOf(run, OperationNames.UNDO)
                    || (logs.isOf(run, OperationNames.GC) && logs.mentions(run, COMPLETES))) {
                return remembered(false);
            }
        }
        return ReappearedItems.NONE;
    }

    /** Returns the removals by garbage collection that were undone. Records are read only if an undo was recorded. */
    public static UndoneRemovals undoneTidying(MemoryStore store) throws IOException {
        return undone(store, OperationNames.GC);
    }

    /** Returns the items that merges removed and that were restored. */
    public static UndoneRemovals undoneMerges(MemoryStore store) throws IOException {
        return undone(store, Merges.OPERATION);
    }

    private static UndoneRemovals undone(MemoryStore store, String operation) throws IOException {
        LogFolder logs = LogFolder.of(store.place());
        for (String run : logs.runs()) {
            if (logs.isOf(run, OperationNames.UNDO)) {
                return new History(store).undoneOf(store, operation);
            }
        }
        return UndoneRemovals.NONE;
    }

    private UndoneRemovals undoneOf(MemoryStore store, String operation) throws IOException {
        List<RunRecord> runs = runs();
        Map<String, Set<String>> leftToUndo = leftToUndo(runs);
        RecordedUndoneRemovals undone = new RecordedUndoneRemovals(store);
        for (RunRecord run : runs) {
            Set<String> left = leftToUndo.get(run.run());
            if (run.operation().equals(operation) && left != null) {
                for (Commit commit : run.commits()) {
                    boolean isPutBack = Reversal.of(run, commit)
                            .filter(one -> !left.contains(one.name()))
                            .isPresent();
                    if (isPutBack) {
                        undone.add(run, commit, unreadable);
                    }
                }
            }
        }
        return undone;
    }

    /** @param withReturned whether to include items that were pruned and not restored */
    private ReappearedItems remembered(boolean withReturned) throws IOException {
        List<RunRecord> runs = runs();
        Map<String, Set<String>> leftToUndo = leftToUndo(runs);
        Remembered remembered = new Remembered();
        Set<String> restoredSince = new HashSet<>();
        for (RunRecord run : runs) {
            if (run.operation().equals(RestorePlan.OPERATION)) {
                run.commits().forEach(commit -> restoredSince.add(commit.path()));
            }
            if (run.operation().equals(OperationNames.GC)) {
                completed(run, remembered);
            }
            if (run.operation().equals(OperationNames.PRUNE)) {
                pruned(run, leftToUndo.get(run.run()), withReturned, restoredSince, remembered);
            }
        }
        remembered.findings = List.copyOf(unreadable);
        return remembered;
    }

    private void completed(RunRecord run, Remembered remembered) {
        for (Commit commit : run.commits()) {
            if (commit instanceof Commit.ItemsTransformed items) {
                remembered.dated.add(new Archive(logs, run.run()), run, items, unreadable);
            }
        }
    }

    /** @param left the reversals that remain; null if undo was not begun */
    private void pruned(
            RunRecord run,
            @Nullable Set<String> left,
            boolean withReturned,
            Set<String> restoredSince,
            Remembered remembered) {
        for (Commit commit : run.commits()) {
            if (commit instanceof Commit.ItemsRemoved items) {
                boolean isPutBack =
                        left != null && !left.contains(items.archived().name());
                if (isPutBack) {
                    remembered.exemptions.add(new Archive(logs, run.run()), run, items, unreadable);
                }
                if (withReturned) {
                    boolean isGone = !isPutBack && !restoredSince.contains(items.path());
                    remember(run, items, isGone ? ReappearedItems.cause(run.run()) : null, remembered);
                }
            }
        }
    }

    private void remember(RunRecord run, Commit.ItemsRemoved items, @Nullable Cause cause, Remembered remembered) {
        Optional<CollectionFile> file = CollectionFile.ofPath(items.path());
        if (file.isPresent()) {
            FingerprintTable left = remembered.of(file.get());
            int number = remembered.causes.size();
            remembered.causes.add(cause);
            String name = items.archived().name();
            try {
                new Archive(logs, run.run()).seen(name, fingerprint -> left.putIfAbsent(fingerprint, number));
            } catch (IOException e) {
                unreadable.add(unreadable(run.run(), "its archive " + name, e));
            }
        }
    }

    /** The removals of earlier prunes by collection, under either of its names, and the number of their cause. */
    private static final class Remembered implements ReappearedItems {
        private final Map<String, FingerprintTable> left = new HashMap<>();
        private final List<@Nullable Cause> causes = new ArrayList<>();
        private final Exemptions exemptions = new Exemptions();
        private final AssignedTimestamps dated = new AssignedTimestamps();
        private List<Finding> findings = List.of();

        FingerprintTable of(CollectionFile file) {
            return left.computeIfAbsent(file.collection(), _ -> new FingerprintTable());
        }

        @Override
        public @Nullable Cause causeFor(CollectionFile file, Item item) {
            FingerprintTable table = left.get(file.collection());
            int number = table == null ? -1 : table.get(item.fingerprint());
            return number < 0 ? null : causes.get(number);
        }

        @Override
        public boolean isExempt(CollectionFile file, Item item, Cause cause) {
            return exemptions.isExempt(file, item, cause);
        }

        @Override
        public boolean isDatedByAml(CollectionFile file, Item item) {
            return dated.includes(file, item);
        }

        @Override
        public List<Finding> findings() {
            return findings;
        }
    }

    /** Returns findings for the records and archives that could not be read. */
    public List<Finding> unreadable() {
        return List.copyOf(unreadable);
    }
}

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
import loom.aml.prune.ReappearedItems;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.store.loom.FileMemoryStore;
import loom.aml.tidy.UndoneRemovals;
import org.jspecify.annotations.Nullable;

/**
 * The runs on a store, as their records tell them. Reads only. A record that cannot be read is passed over and found fault
 * with: it must not keep the others from being read.
 */
public final class History {

    /**
     * Runs are numbered, since the clock may be set between two of them. Those that are not are ordered by time: their ids have it
     * to the millisecond, their records more finely, unless the beginning was lost.
     */
    private static final Comparator<RunRecord> OLDEST_FIRST = History::compare;

    /** What the records of runs that complete items begin with, apart from their names and times. */
    private static final String COMPLETES = "\"transformation\":\"completion\"";

    private final Disk disk;
    private final LogFolder logs;
    private final List<Finding> unreadable = new ArrayList<>();

    public History(FileMemoryStore store) {
        this(store.disk(), store.logs());
    }

    /** The runs on a store that need not be open. */
    History(Disk disk, LogFolder logs) {
        this.disk = disk;
        this.logs = logs;
    }

    /** Not a chain of comparators: their lambdas are linked at each start. */
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

    /** All runs, the newest first. */
    public List<RunRecord> runs() throws IOException {
        List<RunRecord> runs = new ArrayList<>();
        for (String run : logs.runs()) {
            try {
                RunRecord record = logs.read(run);
                runs.add(record);
                record.damage().ifPresent(what -> unreadable.add(damaged(run, what)));
            } catch (NoSuchFileException e) {
                // Forgotten since the runs were listed: it had taken nothing away.
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
                        + "' puts back what the rest of it says; 'aml backup verify --all' shows what else is"
                        + " damaged");
    }

    private static Finding unreadable(String run, String what, IOException e) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                "run " + run,
                what + " cannot be read: " + e.getMessage(),
                "what it removed is not known if another program writes it back, and cannot be put back by 'aml undo'");
    }

    /** Returns the runs with their steps, the newest first. */
    public List<RecordedRun> runsWithSteps() throws IOException {
        return RecordedRun.group(runs());
    }

    /** Returns the ids of the runs, and of the steps of runs, of which nothing is left to be undone because it was. */
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
     * Returns, for each run of which undoing was begun, the names of the reversals that are still to be made. An undo that ended
     * has settled all but what it says it could not do; of one that was interrupted only the marked changes count.
     */
    private static Map<String, Set<String>> leftToUndo(List<RunRecord> runs) {
        Map<String, RunRecord> byId =
                runs.stream().collect(Collectors.toMap(RunRecord::run, run -> run, (one, _) -> one));
        Map<String, Set<String>> left = new HashMap<>();
        for (RunRecord undo : runs) {
            RunRecord undone = byId.get(undo.undoes().orElse(""));
            // An undo that was itself taken back settles nothing. Runs come the newest first, so that is known by now.
            boolean isTakenBack =
                    left.containsKey(undo.run()) && left.get(undo.run()).isEmpty();
            if (undone != null && !isTakenBack) {
                Set<String> names = left.computeIfAbsent(undone.run(), _ -> reversalsOf(undone));
                for (Reversal.Entry entry : Reversal.Entry.in(undo)) {
                    if (isSettled(entry, undo)) {
                        names.remove(entry.name());
                    }
                }
            }
        }
        return left;
    }

    private static boolean isSettled(Reversal.Entry entry, RunRecord undo) {
        return undo.finished().isPresent()
                ? !undo.notDone().contains(entry.path())
                : undo.commits().stream().anyMatch(commit -> commit.path().equals(entry.path()));
    }

    private static Set<String> reversalsOf(RunRecord run) {
        Set<String> names = new HashSet<>();
        for (Reversal reversal : Reversal.of(run)) {
            names.add(reversal.name());
        }
        return names;
    }

    /** Returns the names of the reversals of a run that are still to be made. */
    Set<String> leftToUndo(RunRecord run) throws IOException {
        return leftToUndo(runs()).getOrDefault(run.run(), reversalsOf(run));
    }

    /**
     * The snapshots that taking a run back would still need, and why: restores by earlier versions archived nothing of what they
     * replaced.
     */
    public Map<String, String> snapshotsNeeded() throws IOException {
        List<RunRecord> runs = runs();
        Map<String, Set<String>> leftToUndo = leftToUndo(runs);
        Map<String, String> needed = new HashMap<>();
        for (RunRecord run : runs) {
            for (Reversal reversal : Reversal.of(run)) {
                Set<String> left = leftToUndo.get(run.run());
                if (reversal instanceof Reversal.TakeFromSnapshot from
                        && (left == null || left.contains(from.name()))) {
                    needed.put(from.snapshot(), "'aml undo " + run.run() + "' would need it");
                }
            }
        }
        return needed;
    }

    /** Returns the newest run that took something away and was not undone. */
    public Optional<RecordedRun> latestUndoable() throws IOException {
        List<RunRecord> runs = runs();
        Set<String> undone = undone(runs);
        return RecordedRun.group(runs).stream()
                .filter(run ->
                        !run.operation().equals(OperationNames.UNDO) && run.canUndo() && !undone.contains(run.run()))
                .findFirst();
    }

    /**
     * Knows every item that a prune took away and nobody put back: of several runs that took the same version of an item, or had
     * it put back, the newest counts; what a later restore brought back it brought back on purpose. An archive that cannot be read is passed over: an item from it that is back is then judged
     * like any other, which loses nothing.
     */
    public ReappearedItems returned() throws IOException {
        return remembered(true);
    }

    /**
     * Knows every item that a prune took away and that was put back by taking the prune back, and every item that aml itself dated.
     * Records are only read if the beginning of one says that there may be any.
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

    /** Knows what was tidied away and put back by taking that back. Records are only read if there is one of an undo among them. */
    public static UndoneRemovals undoneTidying(FileMemoryStore store) throws IOException {
        LogFolder logs = store.logs();
        for (String run : logs.runs()) {
            if (logs.isOf(run, OperationNames.UNDO)) {
                return new History(store).undoneTidyingOf(store);
            }
        }
        return UndoneRemovals.NONE;
    }

    private UndoneRemovals undoneTidyingOf(FileMemoryStore store) throws IOException {
        List<RunRecord> runs = runs();
        Map<String, Set<String>> leftToUndo = leftToUndo(runs);
        RecordedUndoneRemovals undone = new RecordedUndoneRemovals(store);
        for (RunRecord run : runs) {
            Set<String> left = leftToUndo.get(run.run());
            if (run.operation().equals(OperationNames.GC) && left != null) {
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

    /**
     * @param withReturned whether to know items again that were pruned and are still gone
     */
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

    /**
     * @param left the reversals that are still to be made; null if undoing was not begun
     */
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

    /** What earlier prunes took away from each collection, whichever of its names it had, and under which number why. */
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

    /** The records and archives that could not be read, if any. */
    public List<Finding> unreadable() {
        return List.copyOf(unreadable);
    }
}

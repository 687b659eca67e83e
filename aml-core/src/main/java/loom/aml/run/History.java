package loom.aml.run;

import java.io.IOException;
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
import loom.aml.item.FingerprintTable;
import loom.aml.item.Item;
import loom.aml.prune.Returned;
import loom.aml.prune.ReturnedCause;
import loom.aml.store.Cause;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * The runs on a store, as their records tell them. Reads only. A record that cannot be read is passed over and found fault
 * with: it must not keep the others from being read.
 */
public final class History {

    /** Ids begin with the time to the millisecond; the record knows it more finely, unless its beginning was lost. */
    private static final Comparator<RunRecord> OLDEST_FIRST = Comparator.comparing(
                    (RunRecord run) -> run.run().substring(0, Math.max(0, run.run().indexOf('-'))))
            .thenComparing(run -> run.startedAt().orElse(Instant.MIN))
            .thenComparing(RunRecord::run);

    private final FileMemoryStore store;
    private final List<Finding> unreadable = new ArrayList<>();

    public History(FileMemoryStore store) {
        this.store = store;
    }

    /** All runs, the newest first. */
    public List<RunRecord> runs() throws IOException {
        List<RunRecord> runs = new ArrayList<>();
        for (String run : store.logs().runs()) {
            try {
                runs.add(store.logs().read(run));
            } catch (IOException e) {
                unreadable.add(unreadable(run, "its record", e));
            }
        }
        runs.sort(OLDEST_FIRST.reversed());
        return runs;
    }

    private static Finding unreadable(String run, String what, IOException e) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                "run " + run,
                what + " cannot be read: " + e.getMessage(),
                "what it removed is not known if another program writes it back, and cannot be put back by 'aml undo'");
    }

    /** The ids of the runs of which nothing is left to be taken back, because it was. */
    public static Set<String> undone(List<RunRecord> runs) {
        Map<String, Set<String>> left = leftToUndo(runs);
        return runs.stream()
                .map(RunRecord::run)
                .filter(run -> left.getOrDefault(run, Set.of("never undone")).isEmpty())
                .collect(Collectors.toSet());
    }

    /**
     * The paths that were not yet put back, for each run of which undoing was begun. An undo that ended has settled all but what
     * it says it could not do; of one that was interrupted only the marked changes count.
     */
    private static Map<String, Set<String>> leftToUndo(List<RunRecord> runs) {
        Map<String, RunRecord> byId =
                runs.stream().collect(Collectors.toMap(RunRecord::run, run -> run, (one, _) -> one));
        Map<String, Set<String>> left = new HashMap<>();
        for (RunRecord undo : runs) {
            RunRecord undone = byId.get(Undo.undoneBy(undo).orElse(""));
            if (undone != null) {
                Set<String> paths = left.computeIfAbsent(
                        undone.run(),
                        _ -> Undo.steps(undone).stream().map(Undo.Step::path).collect(Collectors.toCollection(HashSet::new)));
                undo.commits().forEach(commit -> paths.remove(commit.string("file").orElse("")));
                undo.finished().ifPresent(event -> paths.retainAll(event.strings(Execution.NOT_DONE)));
            }
        }
        return left;
    }

    /** The paths of a run that were not yet put back. */
    Set<String> leftToUndo(RunRecord run) throws IOException {
        Set<String> all = Undo.steps(run).stream().map(Undo.Step::path).collect(Collectors.toSet());
        return leftToUndo(runs()).getOrDefault(run.run(), all);
    }

    /** The newest run that took something away and was not taken back. */
    public Optional<RunRecord> latestUndoable() throws IOException {
        List<RunRecord> runs = runs();
        Set<String> undone = undone(runs);
        return runs.stream()
                .filter(run -> Undo.canUndo(run) && !undone.contains(run.run()))
                .findFirst();
    }

    /**
     * Knows every item that a prune took away and nobody put back: of several runs that took the same version of an item, or had
     * it put back, the newest counts. An archive that cannot be read is passed over: an item from it that is back is then judged
     * like any other, which loses nothing.
     */
    public Returned returned() throws IOException {
        List<RunRecord> runs = runs();
        Map<String, Set<String>> leftToUndo = leftToUndo(runs);
        FingerprintTable left = new FingerprintTable();
        List<@Nullable Cause> causes = new ArrayList<>();
        for (RunRecord run : runs) {
            if (run.operation().equals("prune")) {
                for (Undo.Step step : Undo.steps(run)) {
                    Set<String> paths = leftToUndo.get(run.run());
                    boolean isGone = paths == null || paths.contains(step.path());
                    remember(run, step, causes.size(), left);
                    causes.add(isGone ? new ReturnedCause(run.run()) : null);
                }
            }
        }
        return new Remembered(left, causes, List.copyOf(unreadable));
    }

    private void remember(RunRecord run, Undo.Step step, int number, FingerprintTable left) {
        if (Archive.isOfItems(step.archive())) {
            try {
                new Archive(store.disk(), store.logs(), run.run())
                        .seen(step.archive(), fingerprint -> left.putIfAbsent(fingerprint, number));
            } catch (IOException e) {
                unreadable.add(unreadable(run.run(), "its archive " + step.archive(), e));
            }
        }
    }

    /** What earlier prunes took away, and under which number why. */
    private record Remembered(FingerprintTable left, List<@Nullable Cause> causes, List<Finding> findings)
            implements Returned {
        @Override
        public @Nullable Cause causeFor(Item item) {
            if (left.isEmpty()) {
                return null;
            }
            int number = left.get(item.fingerprint());
            return number < 0 ? null : causes.get(number);
        }
    }

    /** The records and archives that could not be read, if any. */
    public List<Finding> unreadable() {
        return List.copyOf(unreadable);
    }
}

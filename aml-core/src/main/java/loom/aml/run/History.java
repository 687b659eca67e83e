package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.FingerprintTable;
import loom.aml.json.JsonObject;
import loom.aml.prune.Returned;
import loom.aml.prune.ReturnedCause;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.RunRecord;

/** The runs on a store, as their records tell them. Reads only. */
public final class History {
    private final FileMemoryStore store;
    private final List<String> unreadable = new ArrayList<>();

    public History(FileMemoryStore store) {
        this.store = store;
    }

    /** All runs, the newest first. */
    public List<RunRecord> runs() throws IOException {
        List<RunRecord> runs = new ArrayList<>();
        for (String run : store.logs().runs()) {
            runs.addFirst(store.logs().read(run));
        }
        return runs;
    }

    /** The ids of the runs that were taken back. */
    public static Set<String> undone(List<RunRecord> runs) {
        Set<String> undone = new HashSet<>();
        for (RunRecord run : runs) {
            if (!run.commits().isEmpty()) {
                run.undoes().ifPresent(undone::add);
            }
        }
        return undone;
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
     * Knows every item that a prune took away and nobody put back. An archive that cannot be read is passed over: an item from
     * it that is back is then judged like any other, which loses nothing.
     */
    public Returned returned() throws IOException {
        List<RunRecord> runs = runs();
        Set<String> undone = undone(runs);
        FingerprintTable left = new FingerprintTable();
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            if (run.operation().equals("prune") && !undone.contains(run.run())) {
                remember(run, i, left);
            }
        }
        return left.isEmpty() ? Returned.NONE : item -> {
            int run = left.get(item.fingerprint());
            return run < 0 ? null : new ReturnedCause(runs.get(run).run());
        };
    }

    private void remember(RunRecord run, int number, FingerprintTable left) {
        Archive archive = new Archive(store.disk(), store.logs(), run.run());
        for (JsonObject commit : run.commits()) {
            try {
                Optional<String> name = commit.string("archive").filter(Archive::isOfItems);
                if (name.isPresent()) {
                    archive.seen(name.get(), fingerprint -> left.putIfAbsent(fingerprint, number));
                }
            } catch (IOException e) {
                unreadable.add(run.run() + ": " + e.getMessage());
            }
        }
    }

    /** The archives that could not be read, if any. */
    public List<String> unreadable() {
        return unreadable;
    }
}

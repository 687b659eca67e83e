package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.io.Checksum;
import loom.aml.io.ChecksummedInput;
import loom.aml.item.Fingerprint;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import loom.aml.tidy.UndoneRemovals;

/** The removals by one operation that were undone, read from the archives and the records. */
final class RecordedUndoneRemovals implements UndoneRemovals {
    private final MemoryStore store;
    private final Exemptions items = new Exemptions();
    private final Map<String, List<Original>> files = new HashMap<>();

    /** The archived copy of a file that was removed or replaced. */
    private record Original(String run, String archive) {}

    RecordedUndoneRemovals(MemoryStore store) {
        this.store = store;
    }

    /** Adds the removals that were undone. Unreadable data becomes a finding. */
    void add(RunRecord run, Commit commit, List<Finding> unreadable) {
        if (commit instanceof Commit.ItemsRemoved removed) {
            items.add(archive(run.run()), run, removed, unreadable);
        } else if (commit instanceof Commit.FileReplaced replaced) {
            files.computeIfAbsent(replaced.path(), _ -> new ArrayList<>())
                    .add(new Original(run.run(), replaced.archived().name()));
        } else if (commit instanceof Commit.LinesEdited edited) {
            items.add(edited);
        }
    }

    private Archive archive(String run) {
        return new Archive(LogFolder.of(store.place()), run);
    }

    @Override
    public boolean isPutBack(CollectionFile file, Fingerprint version, Cause cause) {
        return items.isExempt(file, version, cause);
    }

    @Override
    public boolean isPutBack(String path) throws IOException {
        for (Original original : files.getOrDefault(path, List.of())) {
            if (isSame(path, original)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a file equals its archived copy. If the copy cannot be read, the file is judged like any other
     * and archived again.
     */
    private boolean isSame(String path, Original original) throws IOException {
        Checksum.Content was;
        try {
            was = archive(original.run()).content(original.archive());
        } catch (IOException e) {
            return false;
        }
        try (ChecksummedInput file = new ChecksummedInput(store.requireFiles().open(path))) {
            return file.state().size() == was.size() && file.content().equals(was);
        }
    }
}

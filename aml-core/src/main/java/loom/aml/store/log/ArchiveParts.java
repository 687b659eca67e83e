package loom.aml.store.log;

import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;
import loom.aml.storage.BackupTarget;

/**
 * The archives that a killed run had begun to write. Nothing had left the store by then, so nothing refers to them.
 *
 * <pre>
 * debugger/patterns.json.1.jsonl.gz.part
 * debugger/patterns.json.1.seen.part
 * debugger/patterns.json.1.transformed.gz.part
 * debugger/patterns.json.original.part
 * </pre>
 */
public final class ArchiveParts {
    /** Only names that are really written are ours. */
    private static final Pattern NAME =
            Pattern.compile(".+\\.([0-9]+\\.(jsonl\\.gz|seen|transformed\\.gz)|([0-9]+\\.)?original)", Pattern.DOTALL);

    private final BackupTarget target;
    private final String archives;

    /**
     * @param run a run that is over
     */
    public ArchiveParts(LogFolder logs, String run) {
        this.target = logs.target();
        this.archives = logs.archives(run);
    }

    /**
     * Removes those of all runs that nobody has written to for a while. No run may be under way.
     *
     * @param before those that were modified before
     * @return how many were removed
     */
    public static int removeOlder(LogFolder logs, Instant before) throws IOException {
        int removed = 0;
        for (String run : logs.target().names(LogFolder.ARCHIVES)) {
            if (TimedId.isOne(run) || run.equals(LogFolder.UNRECORDED)) {
                removed += new ArchiveParts(logs, run).remove(before);
            }
        }
        return removed;
    }

    /** Removes them and returns how many they were. */
    public int remove() throws IOException {
        return remove(Instant.MAX);
    }

    private int remove(Instant before) throws IOException {
        return target.discardUploads(archives, name -> NAME.matcher(name).matches(), before);
    }
}

package loom.aml.store.log;

import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;
import loom.aml.storage.BackupTarget;

/**
 * The incomplete archives of a killed run. Archives are completed before anything is removed from the store, so nothing refers to
 * incomplete ones.
 *
 * <pre>
 * debugger/patterns.json.1.jsonl.gz.part
 * debugger/patterns.json.1.seen.part
 * debugger/patterns.json.1.transformed.gz.part
 * debugger/patterns.json.original.part
 * </pre>
 */
public final class ArchiveParts {
    /** Matches only names that aml writes. */
    private static final Pattern NAME =
            Pattern.compile(".+\\.([0-9]+\\.(jsonl\\.gz|seen|transformed\\.gz)|([0-9]+\\.)?original)", Pattern.DOTALL);

    private final BackupTarget target;
    private final String archives;

    /** @param run a run that has ended */
    public ArchiveParts(LogFolder logs, String run) {
        this.target = logs.target();
        this.archives = logs.archives(run);
    }

    /**
     * Removes the incomplete archives of all runs that were not written to recently. No run may be active.
     *
     * @param before only archives last modified before this time are removed
     * @return the number of removed archives
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

    /** Removes the incomplete archives and returns their number. */
    public int remove() throws IOException {
        return remove(Instant.MAX);
    }

    private int remove(Instant before) throws IOException {
        return target.discardUploads(archives, ArchiveParts::isArchive, before);
    }

    private static boolean isArchive(String object) {
        return NAME.matcher(object.substring(object.lastIndexOf('/') + 1)).matches();
    }
}

package loom.aml.store.log;

import java.util.Arrays;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;

/**
 * The kinds of archives of items. Each archive has one JSON object per line, compressed with gzip, after a header line.
 *
 * <pre>
 * debugger/patterns.json.1.jsonl.gz          {"archive":1,"run":...,"file":"debugger/patterns.json"}
 * debugger/patterns.json.1.seen              the fingerprints of its items, 16 bytes each
 * debugger/patterns.json.2.transformed.gz    {"transformed":1,"run":...,"file":"debugger/patterns.json"}
 * </pre>
 */
enum ArchiveKind {
    /** Items that were removed from a collection. */
    REMOVED("archive", ".jsonl.gz"),

    /** Former versions of items that were transformed or replaced. */
    FORMER("transformed", ".transformed.gz");

    private static final long VERSION = 1;
    private static final String SEEN = ".seen";

    private final String head;
    private final String suffix;

    ArchiveKind(String head, String suffix) {
        this.head = head;
        this.suffix = suffix;
    }

    /** Returns the kind of the archive with a name; empty for the copy of a file. */
    static Optional<ArchiveKind> of(String name) {
        return Arrays.stream(values()).filter(kind -> kind.isOf(name)).findFirst();
    }

    boolean isOf(String name) {
        return name.endsWith(suffix);
    }

    /**
     * Returns the name of an archive.
     *
     * @param attempt distinguishes archives of one file in one run
     */
    String name(CollectionFile file, int attempt) {
        return file.path() + "." + attempt + suffix;
    }

    /** Returns the name of the list of fingerprints beside an archive of removed items. */
    static String seen(String removed) {
        return removed.substring(0, removed.length() - REMOVED.suffix.length()) + SEEN;
    }

    /** Returns the header line of an archive. */
    JsonObject head(String run, CollectionFile file) {
        return JsonObject.builder()
                .put(head, VERSION)
                .put("run", run)
                .put("file", file.path())
                .build();
    }

    boolean isHead(JsonObject line) {
        return line.number(head) == VERSION;
    }
}

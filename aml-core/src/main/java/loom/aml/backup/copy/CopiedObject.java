package loom.aml.backup.copy;

import java.util.Locale;
import java.util.Optional;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import org.jspecify.annotations.Nullable;

/**
 * An object of a repository that belongs in each copy.
 *
 * @param bytes its size in the repository
 * @param hasGrown whether the copy has an earlier, shorter version
 */
public record CopiedObject(String name, Kind kind, long bytes, boolean hasGrown) {
    private static final String SEGMENTS = "/segments/";
    private static final String SEGMENT_SUFFIX = ".zst";

    /** The kinds of objects, in the order in which they are copied: each needs only those before it. */
    public enum Kind {
        /** The bytes of snapshots; its name contains its SHA-256. */
        SEGMENT,
        /** Items that a run removed or replaced. */
        ARCHIVE,
        /** The manifest of a snapshot. */
        SNAPSHOT,
        /** The record of a run, which grows. */
        RECORD;

        /** Returns the word for JSON documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the object in a listing of a repository; empty if it does not belong in a copy, or is a link or a pipe. */
    static Optional<CopiedObject> of(BackupTarget.Stored stored) {
        Kind kind = kindOf(stored.name());
        return kind == null || !stored.isObject()
                ? Optional.empty()
                : Optional.of(new CopiedObject(stored.name(), kind, stored.bytes(), false));
    }

    private static @Nullable Kind kindOf(String name) {
        if (name.startsWith("archives/")) {
            return Kind.ARCHIVE;
        }
        if (name.startsWith("runs/")) {
            return name.endsWith(".jsonl") ? Kind.RECORD : null;
        }
        if (SnapshotName.of(name).isPresent()) {
            return Kind.SNAPSHOT;
        }
        return name.startsWith("generations/") && Sha256.isHex(digits(name)) ? Kind.SEGMENT : null;
    }

    private static String digits(String name) {
        int middle = name.indexOf(SEGMENTS);
        return middle < 0 || !name.endsWith(SEGMENT_SUFFIX)
                ? ""
                : name.substring(middle + SEGMENTS.length(), name.length() - SEGMENT_SUFFIX.length());
    }

    /** Returns whether an object with this name belongs in a copy. */
    static boolean isName(String name) {
        return kindOf(name) != null;
    }

    CopiedObject grown() {
        return new CopiedObject(name, kind, bytes, true);
    }

    /** Returns the SHA-256 that the name of a segment promises. */
    String digest() {
        return digits(name);
    }
}

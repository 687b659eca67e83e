package loom.aml.backup.create;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import loom.aml.backup.repository.AccessText;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Recipe;
import loom.aml.io.FileState;
import loom.aml.io.Sha256;

/**
 * What came of reading one file.
 *
 * @param path the path within the store
 * @param owned whose it is
 * @param state the version that was read
 * @param key its key if the version can be told by it later, else empty
 * @param stored sum of the file
 * @param gzip its first ten bytes if it is a sound collection that is gzip, else empty
 * @param text sum of the text in it, if it is gzip, else of the file
 * @param keeps what is kept of it
 * @param items elements, of a sound collection
 * @param steps how the content is put together
 * @param before the version that the steps start from; nothing if they need none
 */
record FileVersion(
        String path,
        AccessText owned,
        FileState state,
        String key,
        Sha256.Sum stored,
        byte[] gzip,
        Sha256.Sum text,
        FileEntry.Kept keeps,
        OptionalInt items,
        String steps,
        Optional<FileEntry> before) {

    static String keyOf(FileState state, Instant readAt) {
        return state.key() == null || state.isRacy(readAt) ? "" : state.key().toString();
    }

    /** Whether nothing need be written for it: what is kept is what the version before keeps. */
    boolean isKept() {
        return before.isPresent()
                && (before.get().isStoredGzip()
                        ? before.get().stored().equals(stored)
                        : before.get().text().equals(text));
    }

    /** Sum of what is kept, unless that is what the version before keeps. */
    Sha256.Sum content() {
        return keeps == FileEntry.Kept.STORED ? stored : text;
    }

    /** The entry of the snapshot, when the content is the one of the version before. */
    FileEntry kept() {
        FileEntry entry = before.orElseThrow();
        FileEntry.Kept as = entry.isStoredGzip() ? FileEntry.Kept.STORED : FileEntry.Kept.TEXT;
        return entry(as, entry.place(), entry.recipe());
    }

    /** The same, all of it new. */
    FileVersion withoutBefore() {
        return new FileVersion(path, owned, state, key, stored, gzip, text, keeps, items, steps, Optional.empty());
    }

    FileEntry entry(Recipe.Place place, Recipe recipe) {
        return entry(keeps, place, recipe);
    }

    private FileEntry entry(FileEntry.Kept as, Recipe.Place place, Recipe recipe) {
        return new FileEntry(
                path, owned, state.modified(), state.changed(), key, stored, gzip, text, as, items, place, recipe);
    }
}

package loom.aml.backup.create;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
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
 * @param gzip its first ten bytes if what is kept is the text in it
 * @param content sum of what is kept
 * @param items elements, of a sound collection
 * @param steps how the content is put together
 * @param before the version that the steps start from; nothing if they need none
 */
record FileVersion(
        String path,
        FileEntry.Owned owned,
        FileState state,
        String key,
        Sha256.Sum stored,
        byte[] gzip,
        Sha256.Sum content,
        OptionalInt items,
        String steps,
        Optional<FileEntry> before) {

    static String keyOf(FileState state, Instant readAt) {
        return state.key() == null || state.isRacy(readAt) ? "" : state.key().toString();
    }

    /** Whether nothing need be written for it: what is kept is what the version before keeps. */
    boolean isKept() {
        return before.isPresent() && before.get().content().equals(content);
    }

    /** The entry of the snapshot, when the content is the one of the version before. */
    FileEntry kept() {
        FileEntry entry = before.orElseThrow();
        return entry(entry.place(), entry.recipe());
    }

    /** The same, all of it new. */
    FileVersion withoutBefore() {
        return new FileVersion(path, owned, state, key, stored, gzip, content, items, steps, Optional.empty());
    }

    FileEntry entry(Recipe.Place place, Recipe recipe) {
        return new FileEntry(path, owned, state.modified(), key, stored, gzip, content, items, place, recipe);
    }
}

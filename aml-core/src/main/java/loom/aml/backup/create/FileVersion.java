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
 * The result of reading one file.
 *
 * @param path the path within the store
 * @param owned its owner and permissions
 * @param state the state of the version that was read
 * @param key identifies the version later; empty if it cannot
 * @param stored size and checksum of the file
 * @param gzip the first ten bytes of a valid gzip collection, otherwise empty
 * @param text size and checksum of the uncompressed text of gzip, otherwise of the file
 * @param keeps the form in which the snapshot stores it
 * @param items the number of elements of a valid collection
 * @param steps the steps that assemble the content
 * @param before the version from which the steps start; empty if they need none
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

    /** Returns whether nothing new is stored: the content is that of the previous version. */
    boolean isKept() {
        return before.isPresent()
                && (before.get().isStoredGzip()
                        ? before.get().stored().equals(stored)
                        : before.get().text().equals(text));
    }

    /** Returns size and checksum of the stored content, unless it is that of the previous version. */
    Sha256.Sum content() {
        return keeps == FileEntry.Kept.STORED ? stored : text;
    }

    /** Returns the snapshot entry of a file whose content is that of the previous version. */
    FileEntry kept() {
        FileEntry entry = before.orElseThrow();
        FileEntry.Kept as = entry.isStoredGzip() ? FileEntry.Kept.STORED : FileEntry.Kept.TEXT;
        return entry(as, entry.place(), entry.recipe());
    }

    /** Returns this version, stored completely without reference to a previous one. */
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

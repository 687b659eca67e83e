package loom.aml.backup.repack;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Recipe;
import loom.aml.io.FileInput;
import loom.aml.io.Sha256;
import org.jspecify.annotations.Nullable;

/** One content that a file has in one or more snapshots. Not safe for use by several threads until it is packed. */
final class FileContent {
    private final String file;
    private final FileEntry entry;
    private final Opening opening;
    private @Nullable Packed packed;

    /** Opens a content at its beginning. Closing it fails if the content is not the expected one. */
    @FunctionalInterface
    interface Opening {
        FileInput open() throws IOException;
    }

    /**
     * Where a content is stored.
     *
     * @param recipe its recipe, with a copy of the one before it
     * @param kept the form in which it is stored
     * @param segments all segments that it needs
     */
    record Packed(Recipe.Place place, Recipe recipe, FileEntry.Kept kept, Set<String> segments) {
        Packed {
            segments = new TreeSet<>(segments);
        }
    }

    /**
     * @param file the name of the file, the same for a collection with and without the suffix of compressed files
     * @param entry an entry with this content; its recipe is not used
     */
    FileContent(String file, FileEntry entry, Opening opening) {
        this.file = file;
        this.entry = entry;
        this.opening = opening;
    }

    String file() {
        return file;
    }

    FileEntry entry() {
        return entry;
    }

    FileInput open() throws IOException {
        return opening.open();
    }

    boolean isPacked() {
        return packed != null;
    }

    void setPacked(@Nullable Packed place) {
        packed = place;
    }

    /** Returns the sum of the content in the form in which it is stored. */
    Sha256.Sum sum(FileEntry.Kept kept) {
        return kept == FileEntry.Kept.STORED ? entry.stored() : entry.text();
    }

    /** Returns the segments that the content needs. */
    Set<String> segments() {
        return required().segments();
    }

    private Packed required() {
        Packed found = packed;
        if (found == null) {
            throw new IllegalStateException("not packed: " + file);
        }
        return found;
    }

    /** Returns an entry of a snapshot with this content at its new place. */
    FileEntry placed(FileEntry of) {
        Packed found = required();
        FileEntry.Kept kept = of.gzip().length == 0 ? of.kept() : found.kept();
        return new FileEntry(
                of.path(),
                of.owned(),
                of.modified(),
                of.changed(),
                of.key(),
                of.stored(),
                of.gzip(),
                of.text(),
                kept,
                of.items(),
                found.place(),
                found.recipe());
    }
}

package loom.aml.store.markdown;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.SmallFile;
import loom.aml.item.ItemKind;
import loom.aml.item.NoteTarget;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.IndexSize;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a folder of notes, from its listing and its indexes. No note is read.
 *
 * @param agents the number of folders of agents
 * @param notes the number of notes, and of sections of indexes
 * @param bytes the size of the notes and indexes
 * @param changed the time of the last change; empty if the folder has no files
 * @param index the size of the largest index that is loaded
 * @param unlisted the number of notes that no index links; 0 if the folder needs no index
 * @param damaged the number of indexes that are not text, and of notes that are empty or too large
 * @param unreadable the number of files and directories that cannot be read
 */
public record NoteFigures(
        int agents,
        long notes,
        long bytes,
        Optional<Instant> changed,
        IndexSize index,
        long unlisted,
        long damaged,
        long unreadable) {
    /**
     * Returns the figures of a folder.
     *
     * @param isIndexed whether its notes are listed in indexes
     * @throws IOException if it cannot be listed
     */
    public static NoteFigures of(Disk disk, Path root, boolean isIndexed) throws IOException {
        StoreListing listing = NoteLister.list(disk, root, isIndexed ? NoteFolder.CLAUDE : NoteFolder.SERENA);
        Count count = new Count(disk, root);
        for (var collection : listing.collections().entrySet()) {
            count.add(collection.getKey(), collection.getValue());
        }
        count.unreadable += listing.unseen().size();
        return new NoteFigures(
                listing.agents().size(),
                count.notes.size() + count.sections,
                listing.collectionBytes(),
                Optional.ofNullable(count.changed),
                count.index,
                isIndexed && !count.isIndexUnread ? count.unlisted() : 0,
                count.damaged,
                count.unreadable);
    }

    private static final class Count {
        /** Indexes with longer names are not loaded. */
        private static final String INDEX = "MEMORY.md";

        private final Disk disk;
        private final Path root;
        private final Set<String> notes = new HashSet<>();
        private final Set<String> listed = new HashSet<>();
        private @Nullable Instant changed;
        private long sections;
        private IndexSize index = new IndexSize(0, 0);
        private long damaged;
        private long unreadable;
        private boolean isIndexUnread;

        Count(Disk disk, Path root) {
            this.disk = disk;
            this.root = root;
        }

        void add(CollectionFile file, Version version) {
            if (version instanceof FileVersion seen) {
                Instant modified = seen.state().modified();
                changed = changed == null || modified.isAfter(changed) ? modified : changed;
            }
            if (file.kind() == ItemKind.ENTRY) {
                addIndex(file);
            } else {
                notes.add(file.path());
                damaged += version.bytes() == 0 || version.bytes() > StoredText.LARGEST ? 1 : 0;
            }
        }

        private void addIndex(CollectionFile file) {
            try {
                byte[] content = SmallFile.read(disk, FileName.resolve(root, file.path()), StoredText.LARGEST);
                String text = StoredText.decoded(content);
                for (IndexPart part : IndexPart.of(text)) {
                    if (part instanceof IndexPart.Link link) {
                        NoteTarget.of(file.path(), link.line().targetText())
                                .map(NoteTarget::path)
                                .ifPresent(listed::add);
                    }
                    sections += part instanceof IndexPart.Section ? 1 : 0;
                }
                IndexSize size = new IndexSize(text.lines().count(), content.length);
                boolean isLoaded = MarkdownName.lastSegment(file.path()).equals(INDEX);
                if (isLoaded && size.shareOf(IndexSize.LOADED) > index.shareOf(IndexSize.LOADED)) {
                    index = size;
                }
            } catch (DamagedException e) {
                damaged++;
                isIndexUnread = true;
            } catch (IOException e) {
                unreadable++;
                isIndexUnread = true;
            }
        }

        long unlisted() {
            return notes.stream().filter(note -> !listed.contains(note)).count();
        }
    }
}

package loom.aml.backup.repack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.BytesInput;
import loom.aml.io.DamagedException;
import loom.aml.io.GzipLimits;
import loom.aml.io.ReproducedGzip;
import loom.aml.io.Sha256;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.store.CollectionFile;

/** Applies a change to the files of snapshots and finds the contents that they share. Not safe for use by several threads. */
final class Drafts {
    private static final int GZIP_HEAD = 10;

    private final Repository repository;
    private final ContentChange change;

    /** The changed entries by the path and checksum of the original file; empty for those that are removed. */
    private final Map<String, Optional<FileEntry>> changed = new HashMap<>();

    private final Map<String, FileContent> contents = new HashMap<>();

    Drafts(Repository repository, ContentChange change) {
        this.repository = repository;
        this.change = change;
    }

    /**
     * Returns the draft of a snapshot.
     *
     * @throws UnreadableFileException if the change has to read a file that cannot be read
     */
    Draft of(Manifest manifest) throws IOException {
        List<Draft.File> files = new ArrayList<>();
        for (FileEntry entry : manifest.files()) {
            Optional<FileEntry> after = after(manifest, entry);
            if (after.isPresent()) {
                FileEntry owned = withSums(entry, after.get());
                files.add(new Draft.File(entry, owned, content(manifest, entry, owned)));
            }
        }
        return new Draft(manifest, files);
    }

    /** Returns an entry with the content of another one. */
    private static FileEntry withSums(FileEntry entry, FileEntry sums) {
        boolean isSame = entry.stored().equals(sums.stored());
        return new FileEntry(
                entry.path(),
                entry.owned(),
                entry.modified(),
                entry.changed(),
                // The key says that the file of the store is this one; it no longer is.
                isSame ? entry.key() : "",
                sums.stored(),
                sums.gzip(),
                sums.text(),
                sums.kept(),
                sums.items(),
                entry.place(),
                entry.recipe());
    }

    private static String keyOf(String file, FileEntry entry) {
        return file + '\0' + entry.stored().hex() + (entry.isText() ? "t" : "s");
    }

    private Optional<FileEntry> after(Manifest manifest, FileEntry entry) throws IOException {
        if (change == ContentChange.NONE) {
            return Optional.of(entry);
        }
        String key = keyOf(entry.path(), entry);
        Optional<FileEntry> known = changed.get(key);
        if (known == null) {
            try {
                known = switch (change.of(entry.path(), () -> plain(manifest, entry))) {
                    case ContentChange.Kept() -> Optional.of(entry);
                    case ContentChange.Removed() -> Optional.empty();
                    case ContentChange.Replaced(byte[] bytes, OptionalInt items) ->
                        Optional.of(replaced(entry, bytes, items));
                };
            } catch (DamagedException e) {
                throw new UnreadableFileException(manifest, entry, e);
            }
            changed.put(key, known);
        }
        return known;
    }

    private InputStream plain(Manifest manifest, FileEntry entry) throws IOException {
        SnapshotFile file = new SnapshotFile(repository, manifest, entry);
        return entry.isStoredGzip()
                ? TextInput.of(file.checkedContent(), GzipLimits.DEFAULT).stream()
                : file.checkedContent().stream();
    }

    private static FileEntry replaced(FileEntry entry, byte[] content, OptionalInt items) throws IOException {
        boolean isGzip = entry.gzip().length > 0;
        byte[] stored = isGzip ? gzip(content, entry.gzip()) : content;
        return new FileEntry(
                entry.path(),
                entry.owned(),
                entry.modified(),
                Instant.EPOCH,
                "",
                Sha256.of(stored),
                isGzip ? Arrays.copyOf(stored, GZIP_HEAD) : entry.gzip(),
                Sha256.of(content),
                FileEntry.Kept.TEXT,
                items.isPresent() ? items : count(entry, content),
                entry.place(),
                entry.recipe());
    }

    private static byte[] gzip(byte[] text, byte[] head) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new ReproducedGzip(bytes, head)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    private static OptionalInt count(FileEntry entry, byte[] content) throws IOException {
        Optional<CollectionFile> collection = CollectionFile.ofRuntime(entry.path());
        if (entry.items().isEmpty() || collection.isEmpty()) {
            return entry.items();
        }
        try (TextInput text = TextInput.of(new BytesInput(content), GzipLimits.DEFAULT)) {
            return OptionalInt.of(CollectionReader.read(text, collection.get().kind(), _ -> {}));
        }
    }

    private FileContent content(Manifest manifest, FileEntry before, FileEntry after) {
        String file = CollectionFile.ofRuntime(before.path())
                .filter(CollectionFile::suffixed)
                .map(suffixed -> suffixed.twin().path())
                .orElse(before.path());
        return contents.computeIfAbsent(
                keyOf(file, after), _ -> new FileContent(file, after, opening(manifest, before, after)));
    }

    private FileContent.Opening opening(Manifest manifest, FileEntry before, FileEntry after) {
        if (before.stored().equals(after.stored())) {
            return () -> new SnapshotFile(repository, manifest, before).checkedContent();
        }
        // Changed contents are not kept: those of a long history may be larger than the memory.
        return () -> {
            if (change.of(before.path(), () -> plain(manifest, before))
                            instanceof ContentChange.Replaced(byte[] bytes, OptionalInt _)
                    && Sha256.of(bytes).equals(after.text())) {
                return new BytesInput(bytes);
            }
            throw new IllegalStateException("the change of " + before.path() + " gave another result than before");
        };
    }
}

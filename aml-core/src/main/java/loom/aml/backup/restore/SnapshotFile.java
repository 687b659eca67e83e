package loom.aml.backup.restore;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotText;
import loom.aml.io.ByteSink;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.ReproducedGzip;
import loom.aml.io.Sha256;
import loom.aml.io.TeeInput;
import loom.aml.io.TextInput;
import loom.aml.item.ItemKind;
import loom.aml.item.SalvagedCollection;
import loom.aml.store.CollectionFile;

/**
 * One file of a snapshot, to be restored. Each method can be called any number of times and reads the file again.
 *
 * @param entry its entry in the manifest
 */
public record SnapshotFile(Repository repository, Manifest manifest, FileEntry entry) {

    /** Opens the stored content of the file: its bytes, which may be gzip, or its uncompressed text. */
    public FileInput content() throws IOException {
        return SnapshotText.of(repository, manifest, entry);
    }

    /**
     * Opens the stored content for reading to the end: closing it reads the rest and fails if the content differs from its
     * checksum.
     *
     * @throws DamagedException on closing
     */
    public FileInput checkedContent() throws IOException {
        FileInput content = content();
        Sha256 sha = new Sha256();
        return new TeeInput(content, sha::update) {
            private boolean isClosed;

            @Override
            public void close() throws IOException {
                if (isClosed) {
                    return;
                }
                isClosed = true;
                try (content) {
                    drain();
                    requireContent(sha);
                }
            }
        };
    }

    private void requireContent(Sha256 sha) throws DamagedException {
        if (!sha.sum().equals(entry.content())) {
            throw new DamagedException(0, "snapshot " + manifest.id() + " does not contain what was put into it");
        }
    }

    /** Returns the kind of its items; empty if it is not a valid collection. */
    public Optional<ItemKind> kind() {
        return entry.items().isPresent()
                ? CollectionFile.ofRuntime(entry.path()).map(CollectionFile::kind)
                : Optional.empty();
    }

    /**
     * Writes the file with its original bytes.
     *
     * @throws DamagedException if a part cannot be read, or the checksum differs; the output must not be used then
     */
    public void writeTo(OutputStream out) throws IOException {
        OutputStream encoded = entry.isText() ? gzip(out) : out;
        try {
            copy(encoded);
        } finally {
            end(encoded, out);
        }
    }

    /**
     * Reads the whole file to verify that it can be restored.
     *
     * @throws DamagedException if it cannot
     */
    public void check() throws IOException {
        copy(OutputStream.nullOutputStream());
    }

    /**
     * Returns whether the whole file can be restored, without reading it: its recipe produces a text of the right length, from
     * segments that are intact.
     *
     * @throws DamagedException if the recipe cannot be read
     */
    public boolean isIntact() throws IOException {
        try (SnapshotText content = SnapshotText.of(repository, manifest, entry)) {
            return content.state().size() == entry.content().size() && content.isIntact();
        }
    }

    private void copy(OutputStream out) throws IOException {
        Sha256 sha = new Sha256();
        try (FileInput content = content()) {
            content.transferTo(ByteSink.both(sha::update, out::write));
        }
        requireContent(sha);
    }

    private OutputStream gzip(OutputStream out) throws IOException {
        return new ReproducedGzip(out, entry.gzip());
    }

    private static void end(OutputStream encoded, OutputStream out) throws IOException {
        if (encoded != out) {
            encoded.close();
        }
    }

    /**
     * Writes every readable item as a valid collection.
     *
     * @throws DamagedException if the file is not a collection, or the recipe of its text cannot be read
     */
    public SavedItems writeWhatIsLeft(OutputStream out) throws IOException {
        ItemKind kind = kind().orElseThrow(() -> new DamagedException(0, "it is not a collection of items"));
        SavedItems.Builder saved = new SavedItems.Builder(entry.items().orElse(0));
        OutputStream encoded = entry.gzip().length > 0 ? gzip(out) : out;
        SalvagedCollection collection = new SalvagedCollection(kind, encoded);
        try (SnapshotText text = SnapshotText.withHoles(repository, manifest, entry)) {
            long hole;
            do {
                collection.add(TextInput.of(text, GzipLimits.DEFAULT), saved::item);
                hole = text.passHole();
                saved.gap(hole);
            } while (hole > 0);
            collection.end();
            end(encoded, out);
            return saved.build(text.damage());
        }
    }
}

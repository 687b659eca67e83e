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
 * One file of a snapshot, to be written. Each method may be called any number of times and reads it anew.
 *
 * @param entry what the manifest says of it
 */
public record SnapshotFile(Repository repository, Manifest manifest, FileEntry entry) {

    /** What is kept of the file: its bytes, which may be gzip, or the text of it. */
    public FileInput content() throws IOException {
        return SnapshotText.of(repository, manifest, entry);
    }

    /**
     * The same, for somebody who reads to the end: closing it reads what is left and fails if it is not what was put in.
     *
     * @throws DamagedException on closing
     */
    public FileInput checkedContent() throws IOException {
        FileInput content = content();
        Sha256 sha = new Sha256();
        return new TeeInput(content, sha::update) {
            @Override
            public void close() throws IOException {
                try (content) {
                    drain();
                    requireContent(sha);
                }
            }
        };
    }

    private void requireContent(Sha256 sha) throws DamagedException {
        if (!sha.sum().equals(entry.content())) {
            throw new DamagedException(0, "snapshot " + manifest.id() + " does not hold what was put into it");
        }
    }

    /** The kind of its items; nothing if it is no sound collection. */
    public Optional<ItemKind> kind() {
        return entry.items().isPresent()
                ? CollectionFile.ofPath(entry.path()).map(CollectionFile::kind)
                : Optional.empty();
    }

    /**
     * Writes the file as it was stored.
     *
     * @throws DamagedException if not all of it can be read, or it is not what it was; what was written must not be used
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
     * Reads all of it, to see whether that can be done.
     *
     * @throws DamagedException if it cannot
     */
    public void check() throws IOException {
        copy(OutputStream.nullOutputStream());
    }

    /**
     * Returns whether all of it can be written, as far as that shows without reading it: its recipe makes a text of that length, of
     * segments that are as they were when they were read back.
     *
     * @throws DamagedException if there is no such recipe
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
     * Writes every item that can still be read as a sound collection.
     *
     * @throws DamagedException if it is no collection, or not even the recipe of its text can be read
     */
    public SavedItems writeWhatIsLeft(OutputStream out) throws IOException {
        ItemKind kind = kind().orElseThrow(() -> new DamagedException(0, "it is no collection of items"));
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

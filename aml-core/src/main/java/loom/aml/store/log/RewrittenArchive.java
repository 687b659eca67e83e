package loom.aml.store.log;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.DamagedException;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectFile;
import loom.aml.storage.ObjectReader;
import loom.aml.store.CollectionFile;

/**
 * An archive of items with other lines, and the list of fingerprints that belongs to it.
 *
 * @param archive its bytes
 * @param seen the bytes of the list; empty for former versions, which have none
 */
record RewrittenArchive(byte[] archive, Optional<byte[]> seen) {
    private static final int LARGEST_LIST = 1 << 30;

    /**
     * Rewrites an archive.
     *
     * @param name the object name of the archive
     * @param path the path of the file that the items were in
     * @return empty if no line changes
     * @throws IOException if the archive or its list cannot be read as a whole
     */
    static Optional<RewrittenArchive> of(
            BackupTarget target, String name, ArchiveKind kind, String path, LogChange change) throws IOException {
        byte[] seen = kind == ArchiveKind.REMOVED ? list(target, ArchiveKind.seen(name)) : new byte[0];
        DataInputStream fingerprints = new DataInputStream(new ByteArrayInputStream(seen));
        ByteArrayOutputStream list = new ByteArrayOutputStream(seen.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean isChanged = false;
        try (TextInput text = TextInput.of(new ObjectFile(target.open(name)), GzipLimits.OWN);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(text.stream(), StandardCharsets.UTF_8));
                GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            String head = lines.readLine();
            if (head == null || !kind.isHead(JsonObject.parse(head))) {
                throw new DamagedException(0, "an invalid header line");
            }
            write(out, head);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Each line must be complete: the content after a truncated one is unknown.
                JsonObject.parse(line);
                Optional<String> next = change.archived(path, line);
                isChanged |= !next.equals(Optional.of(line));
                byte[] fingerprint = kind == ArchiveKind.REMOVED ? fingerprints.readNBytes(Fingerprint.BYTES) : seen;
                if (kind == ArchiveKind.REMOVED && fingerprint.length < Fingerprint.BYTES) {
                    throw new DamagedException(0, "a list of fingerprints that is shorter than the archive");
                }
                if (next.isPresent()) {
                    write(out, next.get());
                    list.writeBytes(next.get().equals(line) ? fingerprint : fingerprint(path, next.get(), fingerprint));
                }
            }
        }
        return isChanged
                ? Optional.of(new RewrittenArchive(
                        bytes.toByteArray(),
                        kind == ArchiveKind.REMOVED ? Optional.of(list.toByteArray()) : Optional.empty()))
                : Optional.empty();
    }

    private static void write(GZIPOutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static byte[] list(BackupTarget target, String name) throws IOException {
        try (ObjectReader object = target.open(name);
                InputStream in = object.stream()) {
            return in.readNBytes(LARGEST_LIST);
        }
    }

    /** Returns the fingerprint of a changed item; the former one for a former version, whose list is empty. */
    private static byte[] fingerprint(String path, String line, byte[] former) throws IOException {
        if (former.length == 0) {
            return former;
        }
        ItemKind kind = CollectionFile.ofPath(path).map(CollectionFile::kind).orElse(ItemKind.PATTERN);
        byte[] item = JsonObject.parse(line).string("item").orElse("").getBytes(StandardCharsets.UTF_8);
        return Item.alone(item, kind).fingerprint().toBytes();
    }
}

package loom.aml.store.log;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.DamagedException;
import loom.aml.io.GzipLimits;
import loom.aml.io.Sha256;
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
 * @param former its bytes before
 * @param archive its new bytes
 * @param isChanged whether a line differs
 * @param seen the new bytes of the list; empty for former versions, which have none
 * @param isListChanged whether the stored list differs from it
 */
record RewrittenArchive(byte[] former, byte[] archive, boolean isChanged, byte[] seen, boolean isListChanged) {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /**
     * Rewrites an archive.
     *
     * @param name the object name of the archive
     * @param path the path of the file that the items were in
     * @param sumOfList the checksum that the list must have. If it has another one, as after an interrupted rewriting, all fingerprints are
     *     computed again
     * @throws IOException if the archive or its list cannot be read as a whole
     */
    static RewrittenArchive of(
            BackupTarget target,
            String name,
            ArchiveKind kind,
            String path,
            LogChange change,
            Optional<String> sumOfList)
            throws IOException {
        byte[] former = bytes(target, name);
        byte[] seen = kind == ArchiveKind.REMOVED ? bytes(target, ArchiveKind.seen(name)) : new byte[0];
        boolean isListSound =
                sumOfList.isEmpty() || sumOfList.get().equals(Sha256.of(seen).hex());
        DataInputStream fingerprints = new DataInputStream(new ByteArrayInputStream(seen));
        ByteArrayOutputStream list = new ByteArrayOutputStream(seen.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(former.length);
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
                byte[] fingerprint = new byte[0];
                if (kind == ArchiveKind.REMOVED && isListSound) {
                    fingerprint = fingerprints.readNBytes(Fingerprint.BYTES);
                    if (fingerprint.length < Fingerprint.BYTES) {
                        throw new DamagedException(0, "a list of fingerprints that is shorter than the archive");
                    }
                }
                if (next.isPresent()) {
                    write(out, next.get());
                    boolean isKept = isListSound && next.get().equals(line);
                    if (kind == ArchiveKind.REMOVED) {
                        list.writeBytes(isKept ? fingerprint : fingerprint(path, next.get()));
                    }
                }
            }
        }
        return new RewrittenArchive(
                former,
                isChanged ? bytes.toByteArray() : former,
                isChanged,
                list.toByteArray(),
                !Arrays.equals(list.toByteArray(), seen));
    }

    private static void write(GZIPOutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static byte[] bytes(BackupTarget target, String name) throws IOException {
        try (ObjectReader object = target.open(name)) {
            return object.readAll(LARGEST);
        }
    }

    private static byte[] fingerprint(String path, String line) throws IOException {
        ItemKind kind = CollectionFile.ofPath(path).map(CollectionFile::kind).orElse(ItemKind.PATTERN);
        byte[] item = JsonObject.parse(line).string("item").orElse("").getBytes(StandardCharsets.UTF_8);
        return Item.alone(item, kind).fingerprint().toBytes();
    }
}

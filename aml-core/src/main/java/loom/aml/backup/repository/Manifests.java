package loom.aml.backup.repository;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import loom.aml.backup.segment.FrameCompressor;
import loom.aml.io.DamagedException;
import loom.aml.io.NotRegularFileException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads and publishes manifests. Safe for use by several threads.
 *
 * <pre>
 * zstd frame of the text | 50 2a 4d 18 | length 4 | zeros       the last three only if the frame alone would exceed the growth limit
 * </pre>
 */
final class Manifests {
    private static final long LARGEST = 256 << 20;

    /** The size up to which every manifest may grow when decompressed. */
    private static final long SMALL = 1 << 20;

    /** Manifests consist mostly of checksums: a frame that grows by more than this factor is refused. */
    private static final long MAX_GROWTH = 100;

    /** The magic number of a skippable zstd frame. Its length follows. */
    private static final int SKIPPED = 0x184D2A50;

    private static final int SKIPPED_HEAD = 8;

    private final BackupTarget target;
    private @Nullable Parsed parsed;

    /** The manifest that was read last: a restore and the snapshot before it start with the same one. */
    private record Parsed(Manifest manifest, byte[] text) {}

    Manifests(BackupTarget target) {
        this.target = target;
    }

    /**
     * Reads a manifest. It is parsed again only if it is not the one that was read last, or if its text has changed.
     *
     * @throws DamagedException if it is damaged
     * @throws NoSuchFileException if it does not exist
     */
    synchronized Manifest read(SnapshotName name) throws IOException {
        byte[] text = text(name);
        if (parsed == null || !parsed.manifest.name().equals(name) || !Arrays.equals(parsed.text, text)) {
            parsed = new Parsed(Manifest.of(name, text), text);
        }
        return parsed.manifest;
    }

    private byte[] text(SnapshotName name) throws IOException {
        return decompressed(stored(name));
    }

    private byte[] stored(SnapshotName name) throws IOException {
        byte[] stored;
        try (ObjectReader in = open(name);
                InputStream bytes = in.stream()) {
            requireSensible(in.size(), LARGEST);
            stored = bytes.readAllBytes();
        }
        requireSensible(stored.length, LARGEST);
        return stored;
    }

    private static byte[] decompressed(byte[] stored) throws DamagedException {
        long size = Zstd.getFrameContentSize(stored);
        requireSensible(size, Math.min(LARGEST, Math.max(SMALL, MAX_GROWTH * stored.length)));
        byte[] content = new byte[(int) size];
        try {
            if (Zstd.decompress(content, stored) != size) {
                throw new DamagedException(0, "the manifest is cut off");
            }
        } catch (ZstdException e) {
            throw new DamagedException(0, "the manifest cannot be decompressed: " + e.getMessage());
        }
        return content;
    }

    private ObjectReader open(SnapshotName name) throws IOException {
        try {
            return target.open(name.object());
        } catch (NotRegularFileException e) {
            throw new DamagedException(0, "the manifest is not a regular file");
        }
    }

    private static void requireSensible(long size, long most) throws DamagedException {
        if (size <= 0 || size > most) {
            throw new DamagedException(0, "the manifest is not a zstd frame of a plausible size");
        }
    }

    /**
     * Publishes a manifest and reads it back.
     *
     * @return its stored size
     * @throws IOException if it cannot be written, or its content differs when read back; it is removed then
     */
    long publish(Manifest manifest) throws IOException {
        byte[] stored = compressed(manifest.toBytes());
        write(manifest.name(), stored);
        requireReadable(manifest);
        return stored.length;
    }

    private static byte[] compressed(byte[] text) {
        try (FrameCompressor compressor = new FrameCompressor(FrameCompressor.Effort.SMALL)) {
            return padded(compressor.compress(text, 0, text.length).bytes(), text.length);
        }
    }

    private void write(SnapshotName name, byte[] stored) throws IOException {
        try (BackupTarget.Upload upload = target.upload()) {
            upload.write(stored, 0, stored.length);
            upload.publish(name.object());
        }
    }

    /**
     * Replaces a manifest by another one for the same snapshot and reads it back.
     *
     * @throws IOException if it cannot be written, or its content differs when read back; the former one is written again then
     */
    void replace(Manifest manifest) throws IOException {
        byte[] text = manifest.toBytes();
        manifest.requireReadable(text);
        byte[] stored = compressed(text);
        byte[] before = stored(manifest.name());
        if (Arrays.equals(before, stored)) {
            return;
        }
        write(manifest.name(), stored);
        try {
            manifest.requireReadable(text(manifest.name()));
        } catch (IOException e) {
            IOException refused = new IOException(
                    "the new manifest of snapshot " + manifest.id() + " cannot be read back: "
                            + (e instanceof DamagedException damage ? damage.what() : e.getMessage()),
                    e);
            try {
                write(manifest.name(), before);
            } catch (IOException more) {
                refused.addSuppressed(more);
            }
            throw refused;
        }
    }

    private void requireReadable(Manifest manifest) throws IOException {
        try {
            manifest.requireReadable(text(manifest.name()));
        } catch (IOException e) {
            IOException refused = new IOException(
                    "snapshot " + manifest.id() + " was not created because its manifest cannot be read back: "
                            + (e instanceof DamagedException damage ? damage.what() : e.getMessage()),
                    e);
            try {
                target.delete(manifest.name().object());
            } catch (IOException more) {
                refused.addSuppressed(more);
            }
            throw refused;
        }
    }

    /**
     * Pads a frame whose text would exceed the growth limit of the reader, such as that of a thousand nested directories.
     */
    private static byte[] padded(byte[] frame, int size) {
        long least = size <= SMALL ? 0 : size / MAX_GROWTH + 1;
        if (frame.length >= least) {
            return frame;
        }
        int padding = (int) Math.max(0, least - frame.length - SKIPPED_HEAD);
        ByteBuffer stored =
                ByteBuffer.allocate(frame.length + SKIPPED_HEAD + padding).order(ByteOrder.LITTLE_ENDIAN);
        return stored.put(frame).putInt(SKIPPED).putInt(padding).array();
    }
}

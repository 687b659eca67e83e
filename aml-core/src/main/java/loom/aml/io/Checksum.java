package loom.aml.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * 64 bits over bytes: CRC-32 beside CRC-32C, two checksums that the JVM computes with the processor's own instructions, at
 * memory speed, even before it has compiled anything (SHA-256 runs at 0.1 GB/s there). It tells versions of a file apart; it
 * is no defence against somebody who wants two files to look alike. One thread at a time.
 */
public final class Checksum {
    private final CRC32 one = new CRC32();
    private final CRC32C two = new CRC32C();
    private long size;

    public void update(byte[] bytes, int offset, int length) {
        one.update(bytes, offset, length);
        two.update(bytes, offset, length);
        size += length;
    }

    /** Reads a file. Returns the size and checksum of its content. */
    public static Content of(Disk disk, Path file) throws IOException {
        Checksum checksum = new Checksum();
        try (FileInput input = disk.open(file)) {
            input.transferTo(checksum::update);
        }
        return checksum.content();
    }

    /** The 64 bits so far. */
    public long value() {
        return one.getValue() << 32 | two.getValue();
    }

    /** Size and checksum so far. */
    public Content content() {
        return new Content(size, HexFormat.of().toHexDigits(value()));
    }

    /**
     * What a file holds, told from what it held before.
     *
     * @param size length in bytes
     * @param checksum {@link Checksum#value} as 16 hex digits
     */
    public record Content(long size, String checksum) {}
}

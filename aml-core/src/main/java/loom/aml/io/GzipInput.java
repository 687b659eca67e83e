package loom.aml.io;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Text compressed as gzip (RFC 1952), read as strictly as the runtime reads it: several members form one text, NULs may
 * follow the last, anything else is damage. The JDK's own stream treats garbage after a member as the end of the file.
 *
 * <pre>
 * 1f 8b | 08 | flags | mtime 4 | xfl | os | [extra] [name 0] [comment 0] [crc16] | deflate ... | crc32 4 | size 4
 * </pre>
 */
final class GzipInput extends TextInput {
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xe0;
    private static final int STORED_WINDOW = 32 * 1024;
    private static final String NO_GZIP = "bytes after the gzip data that are not gzip";

    private final FileInput file;
    private final GzipLimits limits;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] stored = new byte[STORED_WINDOW];
    private int next;
    private int end;
    private long storedBefore;
    private long textBytes;
    private long memberBytes;
    private boolean begun;
    private boolean done;

    GzipInput(FileInput file, byte[] magic, GzipLimits limits) {
        this.file = file;
        this.limits = limits;
        System.arraycopy(magic, 0, stored, 0, magic.length);
        end = magic.length;
    }

    @Override
    public Encoding encoding() {
        return Encoding.GZIP;
    }

    @Override
    public FileState state() {
        return file.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            header();
        }
        while (!done) {
            int n = inflate(into, offset, length);
            if (n > 0) {
                crc.update(into, offset, n);
                memberBytes += n;
                textBytes += n;
                if (!limits.allow(textBytes, storedBefore + next)) {
                    throw damaged("gzip data that expands beyond the limit (" + textBytes + " bytes so far)", 0);
                }
                return n;
            }
            if (inflater.finished()) {
                trailer();
                nextMember();
            } else if (fill()) {
                inflater.setInput(stored, next, end - next);
            } else {
                throw damaged("truncated gzip data", 0);
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int length) throws DamagedException {
        try {
            int n = inflater.inflate(into, offset, length);
            next = end - inflater.getRemaining();
            return n;
        } catch (DataFormatException e) {
            next = end - inflater.getRemaining();
            throw damaged("broken gzip data (" + e.getMessage() + ")", 0);
        }
    }

    private void header() throws IOException {
        crc.reset();
        if (headerOctet() != 0x1f) {
            throw damaged(NO_GZIP, 1);
        }
        if (headerOctet() != 0x8b) {
            throw damaged(NO_GZIP, 2);
        }
        if (headerOctet() != 8) {
            throw damaged("unknown gzip method", 1);
        }
        int flags = headerOctet();
        if ((flags & FLAGS_RESERVED) != 0) {
            throw damaged("unknown gzip flags", 1);
        }
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(headerOctet() | headerOctet() << 8);
        }
        for (int text = flags & (FLAG_NAME | FLAG_COMMENT); text != 0; text &= text - 1) {
            while (headerOctet() != 0) {
                // Name and comment end with a NUL; neither is needed.
            }
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            long expected = crc.getValue() & 0xffff;
            if ((octet() | octet() << 8) != expected) {
                throw damaged("gzip header checksum does not match", 2);
            }
        }
        inflater.reset();
        crc.reset();
        memberBytes = 0;
        inflater.setInput(stored, next, end - next);
    }

    private void trailer() throws IOException {
        if (word() != crc.getValue()) {
            throw damaged("gzip checksum does not match", 4);
        }
        if (word() != (memberBytes & 0xffff_ffffL)) {
            throw damaged("gzip length does not match", 4);
        }
    }

    private void nextMember() throws IOException {
        if (next == end && !fill()) {
            done = true;
        } else if (stored[next] == 0) {
            padding();
        } else {
            header();
        }
    }

    private void padding() throws IOException {
        do {
            while (next < end) {
                if (stored[next] != 0) {
                    throw damaged("bytes after the gzip data", 0);
                }
                next++;
            }
        } while (fill());
        done = true;
    }

    private long word() throws IOException {
        return octet() | octet() << 8 | octet() << 16 | (long) octet() << 24;
    }

    private int octet() throws IOException {
        if (next == end && !fill()) {
            throw damaged("truncated gzip data", 0);
        }
        return stored[next++] & 0xff;
    }

    private int headerOctet() throws IOException {
        int octet = octet();
        crc.update(octet);
        return octet;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerOctet();
        }
    }

    private boolean fill() throws IOException {
        storedBefore += end;
        next = 0;
        end = Math.max(0, file.read(stored, 0, stored.length));
        return end > 0;
    }

    /** Returns an exception for damage that begins the given number of bytes before the next byte to read. */
    private DamagedException damaged(String what, int before) {
        return new DamagedException(storedBefore + next - before, what);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}

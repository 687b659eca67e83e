package loom.aml.io;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Text that is stored as gzip (RFC 1952), read as strictly as the runtime reads it: several members are one text, NULs may
 * follow the last, anything else is damage. The JDK's own stream takes rubbish after a member for the end of the file.
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
    private boolean done;

    GzipInput(FileInput file, byte[] magic, GzipLimits limits) throws IOException {
        this.file = file;
        this.limits = limits;
        stored[0] = magic[0];
        stored[1] = magic[1];
        end = 2;
        boolean whole = false;
        try {
            header();
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
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
        while (!done) {
            int n = inflate(into, offset, length);
            if (n > 0) {
                crc.update(into, offset, n);
                memberBytes += n;
                textBytes += n;
                if (!limits.allow(textBytes, position())) {
                    throw damaged("gzip that grows beyond the limit (" + textBytes + " bytes so far)");
                }
                return n;
            }
            if (inflater.finished()) {
                next = end - inflater.getRemaining();
                trailer();
                nextMember();
            } else if (inflater.needsDictionary()) {
                throw damaged("gzip that needs a dictionary");
            } else {
                if (!fill()) {
                    throw damaged("gzip cut off");
                }
                inflater.setInput(stored, next, end - next);
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int length) throws DamagedException {
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException e) {
            next = end - inflater.getRemaining();
            throw damaged("broken gzip data (" + e.getMessage() + ")");
        }
    }

    private void header() throws IOException {
        if (octet() != 0x1f || octet() != 0x8b) {
            throw damaged("bytes after the gzip data that are no gzip");
        }
        if (octet() != 8) {
            throw damaged("unknown gzip method");
        }
        int flags = octet();
        if ((flags & FLAGS_RESERVED) != 0) {
            throw damaged("unknown gzip flags");
        }
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(octet() | octet() << 8);
        }
        for (int text = flags & (FLAG_NAME | FLAG_COMMENT); text != 0; text &= text - 1) {
            while (octet() != 0) {
                // The name and the comment end with a NUL; neither matters here.
            }
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        crc.reset();
        memberBytes = 0;
        inflater.setInput(stored, next, end - next);
    }

    private void trailer() throws IOException {
        if (word() != crc.getValue()) {
            throw damaged("gzip checksum does not match");
        }
        if (word() != (memberBytes & 0xffff_ffffL)) {
            throw damaged("gzip length does not match");
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
                    throw damaged("bytes after the gzip data");
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
            throw damaged("gzip cut off");
        }
        return stored[next++] & 0xff;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            octet();
        }
    }

    private boolean fill() throws IOException {
        storedBefore += end;
        next = 0;
        end = Math.max(0, file.read(stored, 0, stored.length));
        return end > 0;
    }

    private long position() {
        return storedBefore + end - inflater.getRemaining();
    }

    private DamagedException damaged(String what) {
        return new DamagedException(storedBefore + next, what);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}

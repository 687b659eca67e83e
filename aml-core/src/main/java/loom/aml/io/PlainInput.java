package loom.aml.io;

import java.io.IOException;

/** Uncompressed text. */
final class PlainInput extends TextInput {
    private final FileInput file;
    private final byte[] first;
    private int unread;

    PlainInput(FileInput file, byte[] first, int length) {
        this.file = file;
        this.first = first;
        this.unread = length;
    }

    @Override
    public Encoding encoding() {
        return Encoding.PLAIN;
    }

    @Override
    public FileState state() {
        return file.state();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (unread == 0) {
            return file.read(into, offset, length);
        }
        int given = Math.min(unread, length);
        System.arraycopy(first, 0, into, offset, given);
        System.arraycopy(first, given, first, 0, unread - given);
        unread -= given;
        return given;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

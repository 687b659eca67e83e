package loom.aml.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Writes a file through a channel. Failures name the file; a full disk is reported as {@link DiskFullException}. */
final class ChannelOutput extends FileOutput {
    private final FileChannel channel;
    private final Path file;

    ChannelOutput(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** Opens an existing file of any type for appending. */
    static ChannelOutput append(Path file) throws IOException {
        FileChannel channel = WatchedOpen.open(
                file, Set.of(StandardOpenOption.APPEND, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        return new ChannelOutput(channel, file);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw named(DiskFullException.orSame(e, file, buffer.remaining()), file);
        }
    }

    @Override
    public void sync() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw named(DiskFullException.orSame(e, file, 1), file);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Adds the file to an exception. The JDK does not name the file when a write fails with "File too large" or
     * "Input/output error".
     */
    private static IOException named(IOException e, Path file) {
        if (e.getClass() != IOException.class) {
            return e;
        }
        FileSystemException named = new FileSystemException(FileName.text(file), null, e.getMessage());
        named.initCause(e);
        return named;
    }
}

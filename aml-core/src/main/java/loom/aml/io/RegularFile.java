package loom.aml.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;

/** Opens regular files only. Opening a pipe would block until its other end is opened. */
final class RegularFile {
    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private RegularFile() {}

    /**
     * Opens a file for reading.
     *
     * @return an input with the state of the file that is open
     */
    static FileInput read(Path file) throws IOException {
        while (true) {
            FileState before = Stat.state(file);
            require(file, before);
            FileChannel channel = WatchedOpen.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            try {
                // The JDK cannot query the identity of an open file, so the path is checked before and after opening.
                if (before.equals(Stat.state(file))) {
                    return new ChannelInput(channel, before);
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            channel.close();
        }
    }

    /** Opens an existing file for appending. */
    static FileOutput append(Path file) throws IOException {
        FileState before = Stat.state(file);
        require(file, before);
        FileOutput output = ChannelOutput.append(file);
        requireSame(file, before, output);
        return output;
    }

    /**
     * Checks that a path is a regular file.
     *
     * @throws NoSuchFileException if the path does not exist
     * @throws NotRegularFileException if it is another type of file
     */
    static void require(Path file, FileState state) throws IOException {
        if (state.isMissing()) {
            throw new NoSuchFileException(FileName.text(file));
        }
        if (!state.isFile()) {
            throw new NotRegularFileException(file, state);
        }
    }

    /** Checks that no other file got the name between the check and the open; closes the opened file if one did. */
    private static void requireSame(Path file, FileState before, AutoCloseable opened) throws IOException {
        try {
            FileState now = Files.exists(file, NO_FOLLOW)
                    ? Stat.state(Files.readAttributes(file, BasicFileAttributes.class, NO_FOLLOW))
                    : FileState.MISSING;
            require(file, now);
            if (!Objects.equals(now.key(), before.key())) {
                throw new FileSystemException(
                        FileName.text(file), null, "it was replaced by another file while it was being opened");
            }
        } catch (IOException e) {
            try {
                opened.close();
            } catch (Exception more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }
}

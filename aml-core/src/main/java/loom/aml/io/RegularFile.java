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

/** Opens regular files, and nothing else: opening a pipe would wait for its other end for ever. */
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
                // The JDK cannot ask an open file for its identity: the name is asked before and after instead.
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

    /** Opens an existing file for writing at its end. */
    static FileOutput append(Path file) throws IOException {
        FileState before = Stat.state(file);
        require(file, before);
        FileOutput output = ChannelOutput.append(file);
        requireSame(file, before, output);
        return output;
    }

    /**
     * Checks that there is a regular file.
     *
     * @throws NoSuchFileException if there is none
     * @throws NotRegularFileException if it is something else
     */
    static void require(Path file, FileState state) throws IOException {
        if (state.isMissing()) {
            throw new NoSuchFileException(FileName.text(file));
        }
        if (!state.isFile()) {
            throw new NotRegularFileException(file, state);
        }
    }

    /** Checks that no other file took the name between the look and the open; closes what was opened otherwise. */
    private static void requireSame(Path file, FileState before, AutoCloseable opened) throws IOException {
        try {
            FileState now = Files.exists(file, NO_FOLLOW)
                    ? Stat.state(Files.readAttributes(file, BasicFileAttributes.class, NO_FOLLOW))
                    : FileState.MISSING;
            require(file, now);
            if (!Objects.equals(now.key(), before.key())) {
                throw new FileSystemException(FileName.text(file), null, "another file took its place meanwhile");
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

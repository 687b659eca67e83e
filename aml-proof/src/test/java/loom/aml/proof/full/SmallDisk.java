package loom.aml.proof.full;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real file system of a few megabytes in memory, mounted while it is open. Requires root. */
final class SmallDisk implements AutoCloseable {
    private static final int PAGE = 4_096;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts one; empty if that is not permitted. */
    static Optional<SmallDisk> mount(Path directory, String size) throws IOException {
        Files.createDirectories(directory);
        boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString());
        return isMounted ? Optional.of(new SmallDisk(directory)) : Optional.empty();
    }

    private static boolean run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (IOException e) {
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    /** Fills it except for this many bytes. */
    void leave(long bytes) throws IOException {
        byte[] page = new byte[PAGE];
        long usable = Files.getFileStore(directory).getUsableSpace();
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (long left = usable - bytes; left >= PAGE; left -= PAGE) {
                out.write(page);
            }
        }
    }

    /** Makes room. */
    void relieve() throws IOException {
        Files.deleteIfExists(ballast());
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", directory.toString())) {
            throw new IOException("still mounted: " + directory);
        }
    }
}

package loom.aml.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers the first error, which {@link java.io.PrintStream} hides. A reader that closes the
 * pipe early ({@code aml ... | head -1}) is not an error. Not thread-safe; the surrounding stream is.
 */
final class Output extends OutputStream {
    private static final Path LINK = Path.of("/proc/self/fd/1");

    private final OutputStream out;
    private @Nullable IOException failure;

    Output(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Returns whether output was lost that the reader still expected. */
    boolean isIncomplete() {
        return failure != null && !failure().contains("Broken pipe") && !isPipe();
    }

    /** Returns the reason of the first error; empty if none occurred. */
    String failure() {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    /** Returns whether the output is a pipe. The system's message may be translated, so it is not sufficient. */
    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(LINK).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

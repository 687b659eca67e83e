package loom.aml.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which remembers why it could not be written: the stream around it swallows that. A reader that has seen
 * enough ({@code aml ... | head -1}) is no failure. Not thread-safe by itself; the stream around it is.
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

    /** Whether something was lost that somebody waits for. */
    boolean isIncomplete() {
        return failure != null && !failure().contains("Broken pipe") && !isPipe();
    }

    /** Why something was lost; empty if nothing was. */
    String failure() {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    /** The system words its reason in the user's language, so that alone does not tell. */
    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(LINK).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

package loom.aml.proof.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The user, who replaces directories of the store by links while it is open. */
final class Swapper implements AutoCloseable {
    /** The user id. */
    static final String USER = "65534";

    private static final int MICROSECONDS = 2_000;

    private final Process process;
    private final Path count;

    private Swapper(Process process, Path count) {
        this.process = process;
        this.count = count;
    }

    static Swapper start(Path program, Path store, int pairs, Random random) throws IOException {
        Path count = store.resolveSibling("swaps");
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid",
                        USER,
                        "--regid",
                        USER,
                        "--clear-groups",
                        program.toString(),
                        store.toString(),
                        Integer.toString(pairs),
                        Integer.toString(1 + random.nextInt(MICROSECONDS)),
                        Integer.toString(1 + random.nextInt(MICROSECONDS)),
                        count.toString())
                .inheritIO()
                .start();
        return new Swapper(process, count);
    }

    /** Returns the number of swaps. */
    long swaps() throws IOException {
        assertThat(process.isAlive()).as("swaps").isTrue();
        String text = Files.exists(count) ? Files.readString(count).strip() : "";
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

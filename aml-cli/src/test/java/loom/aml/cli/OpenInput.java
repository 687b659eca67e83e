package loom.aml.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Text on the standard input, which stays open until the other side is done, as an agent keeps it open for its answers. */
final class OpenInput extends InputStream {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private final ByteArrayInputStream text;
    private final BooleanSupplier isDone;

    OpenInput(String text, BooleanSupplier isDone) {
        this.text = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        this.isDone = isDone;
    }

    @Override
    public int read() {
        int next = text.read();
        if (next < 0) {
            awaitTheOtherSide();
        }
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        int read = text.read(bytes, offset, length);
        if (read < 0) {
            awaitTheOtherSide();
        }
        return read;
    }

    private void awaitTheOtherSide() {
        long end = System.nanoTime() + LONGEST.toNanos();
        try {
            while (!isDone.getAsBoolean() && System.nanoTime() < end) {
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

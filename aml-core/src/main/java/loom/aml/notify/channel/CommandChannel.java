package loom.aml.notify.channel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loom.aml.io.CallerEnvironment;
import loom.aml.notify.Channel;
import loom.aml.notify.Notice;

/** Starts a command with {@code sh -c} and passes each notice as JSON on standard input. Its output is discarded. */
public final class CommandChannel implements Channel {
    private final String command;
    private final Duration timeout;

    public CommandChannel(String command, Duration timeout) {
        this.command = command;
        this.timeout = timeout;
    }

    @Override
    public void send(String store, List<Notice> notices) throws IOException, InterruptedException {
        for (Notice notice : notices) {
            run(notice.toJson(store) + "\n");
        }
    }

    private void run(String message) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        CallerEnvironment.restore(builder.environment());
        Process process = builder.start();
        try {
            // On another thread, because a command that does not read its input must not block aml.
            Thread.ofVirtual().start(() -> write(process, message));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the command did not end within " + timeout.toMillis() + " ms");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the command ended with status " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void write(Process process, String text) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The command ended without reading its input. Only its exit status matters.
        }
    }
}

package loom.aml.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import loom.aml.json.JsonObject;

/**
 * Standard error as lines of JSON. Each line of text that is printed to it becomes a warning, so no output is lost or
 * breaks the format.
 *
 * <pre>
 * {"time":"2026-11-23T08:00:00Z","level":"error","logger":"aml","message":"..."}
 * </pre>
 */
final class JsonLog extends PrintStream {
    private static final String PREFIX = "aml: ";

    private final PrintStream err;
    private final InstantSource clock;

    JsonLog(PrintStream err, InstantSource clock) {
        super(new Lines(err, clock), true, StandardCharsets.UTF_8);
        this.err = err;
        this.clock = clock;
    }

    /** Writes one message. */
    void write(String level, String message) {
        err.println(line(clock, level, message));
    }

    private static String line(InstantSource clock, String level, String message) {
        return JsonObject.builder()
                .put("time", clock.instant())
                .put("level", level)
                .put("logger", "aml")
                .put("message", message)
                .build()
                .toString();
    }

    /** Collects bytes until a line is complete. */
    private static final class Lines extends FilterOutputStream {
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
        private final PrintStream err;
        private final InstantSource clock;

        Lines(PrintStream err, InstantSource clock) {
            super(OutputStream.nullOutputStream());
            this.err = err;
            this.clock = clock;
        }

        @Override
        public void write(int b) throws IOException {
            if (b != '\n') {
                begun.write(b);
                return;
            }
            String text = begun.toString(StandardCharsets.UTF_8);
            begun.reset();
            if (!text.isBlank()) {
                err.println(line(clock, "warning", text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text));
            }
        }
    }
}

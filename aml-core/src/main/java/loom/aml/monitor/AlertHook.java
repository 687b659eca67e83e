package loom.aml.monitor;

import java.io.IOException;
import loom.aml.json.JsonObject;

/** A way to tell somebody of an alert. */
public interface AlertHook {

    /** What it is, for {@code undelivered.json}; no secret is in it. */
    String name();

    /**
     * Delivers a message, or fails, within the time that one attempt may take.
     *
     * @throws RefusedException if it was refused for good, so that another attempt would be refused, too
     * @throws IOException if another attempt may succeed
     * @throws InterruptedException if there is no time left
     */
    void deliver(JsonObject message) throws IOException, InterruptedException;

    /** The receiver does not want the message. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }
}

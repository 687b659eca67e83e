package loom.aml.monitor;

import java.io.IOException;
import loom.aml.json.JsonObject;

/** A channel that delivers alerts. */
public interface AlertHook {

    /** Returns the name of the hook for {@code undelivered.json}. It contains no secret. */
    String name();

    /**
     * Delivers a message within the time that one attempt may take.
     *
     * @throws RefusedException if the receiver refused the message permanently, so that another attempt is pointless
     * @throws IOException if another attempt may succeed
     * @throws InterruptedException if no time is left
     */
    void deliver(JsonObject message) throws IOException, InterruptedException;

    /** The receiver permanently refused the message. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }
}

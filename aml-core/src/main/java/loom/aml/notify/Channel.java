package loom.aml.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Sends notices to a person or a program. Implementations are thread-safe. */
public interface Channel {

    /**
     * Sends notices in one message, within the time that one attempt may take. No error contains a secret.
     *
     * @param store the location of the store
     * @throws RefusedException if the receiver refused the message permanently, so that another attempt is pointless
     * @throws BusyException if the receiver asks to wait
     * @throws IOException if another attempt may succeed
     * @throws InterruptedException if no time is left
     */
    void send(String store, List<Notice> notices) throws IOException, InterruptedException;

    /** Opens the configured channels. */
    interface Opener {
        /**
         * Opens a channel.
         *
         * @throws IOException if a secret of the channel cannot be read, or a part of aml is missing
         */
        Channel open(ChannelKind kind) throws IOException;
    }

    /** The receiver permanently refused the message. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }

    /** The receiver takes no further messages for a while. */
    final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;

        private final Duration pause;

        public BusyException(String message, Duration pause) {
            super(message);
            this.pause = pause;
        }

        Duration pause() {
            return pause;
        }
    }
}

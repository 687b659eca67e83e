package loom.aml.notify;

import java.time.Duration;
import java.util.List;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The outcome of a delivery. */
public record NotifyReport(List<Outcome> outcomes) {
    public NotifyReport {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * The outcome of one message.
     *
     * @param failure the error of the last attempt; empty if it was delivered
     * @param isRefused whether another attempt is pointless
     * @param pause the time that the receiver asked to wait; zero if it did not
     */
    public record Outcome(Envelope envelope, String failure, boolean isRefused, Duration pause) {
        static Outcome delivered(Envelope envelope) {
            return new Outcome(envelope, "", false, Duration.ZERO);
        }

        static Outcome failed(Envelope envelope, String failure) {
            return new Outcome(envelope, failure, false, Duration.ZERO);
        }

        public boolean isDelivered() {
            return failure.isEmpty();
        }

        /** Returns whether the message is not sent again. */
        boolean isFinal() {
            return isDelivered() || isRefused;
        }

        public JsonObject toJson() {
            @Nullable String why = isDelivered() ? null : failure;
            return JsonObject.builder()
                    .put("channel", envelope.channel().word())
                    .put("delivered", isDelivered())
                    .put("why", why)
                    .build();
        }
    }

    /** Returns the messages that were not delivered. */
    public List<Outcome> failures() {
        return outcomes.stream().filter(outcome -> !outcome.isDelivered()).toList();
    }
}

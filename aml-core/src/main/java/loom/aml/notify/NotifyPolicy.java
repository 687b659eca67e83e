package loom.aml.notify;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.store.Severity;

/**
 * Which channels receive which alerts, and when.
 *
 * @param channels the configured channels
 * @param from the lowest severity that is delivered
 * @param routes the channels of each severity; all channels if a severity is missing
 * @param repeat the interval after which an alert that is still open is delivered again; empty for never
 * @param quiet the hours in which only critical notices are sent
 * @param perHour the maximum number of messages of a channel within an hour; further notices wait
 * @param giveUp the age at which a notice that cannot be delivered leaves the outbox
 * @param effort the limits of one delivery
 */
public record NotifyPolicy(
        Set<ChannelKind> channels,
        Severity from,
        Map<Severity, Set<ChannelKind>> routes,
        Optional<Duration> repeat,
        Optional<QuietHours> quiet,
        int perHour,
        Duration giveUp,
        Effort effort) {

    /**
     * The limits of one delivery.
     *
     * @param attempts the number of attempts for each message
     * @param pause the pause before the second attempt; each later one is twice as long
     * @param atMost the time for all messages together
     */
    public record Effort(int attempts, Duration pause, Duration atMost) {}

    public NotifyPolicy {
        channels = Set.copyOf(channels);
        routes = Map.copyOf(routes);
    }

    boolean receives(ChannelKind channel, Severity severity) {
        return severity.compareTo(from) >= 0
                && channels.contains(channel)
                && routes.getOrDefault(severity, channels).contains(channel);
    }
}

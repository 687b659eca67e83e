package loom.aml.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.notify.ChannelKind;
import loom.aml.notify.NotifyPolicy;
import loom.aml.notify.QuietHours;
import loom.aml.store.Severity;

/** Creates the policy of notices. A class of its own, so that commands without notices do not load theirs. */
final class NotificationSettings {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** The maximum time for which the delivery of alerts may delay a command. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private NotificationSettings() {}

    static NotifyPolicy policy(Configuration set) {
        Map<Severity, Set<ChannelKind>> routes = new EnumMap<>(Severity.class);
        routes.put(Severity.INFO, route(set, AlertSettings.ROUTE_INFO));
        routes.put(Severity.WARNING, route(set, AlertSettings.ROUTE_WARNING));
        routes.put(Severity.ERROR, route(set, AlertSettings.ROUTE_ERROR));
        routes.put(Severity.CRITICAL, route(set, AlertSettings.ROUTE_CRITICAL));
        String quiet = set.get(AlertSettings.QUIET);
        return new NotifyPolicy(
                channels(set),
                Severity.named(set.get(AlertSettings.FROM)).orElseThrow(),
                routes,
                set.get(AlertSettings.REPEAT),
                quiet.isEmpty() ? Optional.empty() : Optional.of(QuietHours.parse(quiet, ZoneId.systemDefault())),
                set.get(AlertSettings.PER_HOUR),
                set.get(AlertSettings.GIVE_UP),
                effort(set));
    }

    private static Set<ChannelKind> route(Configuration set, Setting<Set<String>> setting) {
        Set<ChannelKind> route = EnumSet.noneOf(ChannelKind.class);
        set.get(setting).forEach(word -> route.add(ChannelKind.named(word).orElseThrow()));
        return route;
    }

    private static Set<ChannelKind> channels(Configuration set) {
        Set<ChannelKind> channels = EnumSet.noneOf(ChannelKind.class);
        AlertSettings.CHANNELS.forEach((word, target) -> {
            if (!set.get(target).isBlank()) {
                channels.add(ChannelKind.named(word).orElseThrow());
            }
        });
        return channels;
    }

    private static NotifyPolicy.Effort effort(Configuration set) {
        int attempts = set.get(AlertSettings.ATTEMPTS);
        Duration atMost = set.get(AlertSettings.TIMEOUT)
                .plus(FIRST_PAUSE.multipliedBy(1L << attempts))
                .multipliedBy(attempts);
        return new NotifyPolicy.Effort(attempts, FIRST_PAUSE, atMost.compareTo(LONGEST) > 0 ? LONGEST : atMost);
    }
}

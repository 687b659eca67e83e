package loom.aml.app.monitor;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.json.JsonObject;
import loom.aml.maintain.Notifier;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;
import loom.aml.notify.ChannelKind;
import loom.aml.notify.Delivery;
import loom.aml.notify.Envelope;
import loom.aml.notify.Notice;
import loom.aml.notify.NotifyReport;
import loom.aml.notify.PendingNotice;
import loom.aml.store.Finding;

/**
 * Tests the channels with an alert that is resolved at the next measurement. It is sent to every channel at once, whatever routes, quiet
 * hours and limits say, and is not sent again if that fails. The store is not locked while it is sent.
 */
public final class TestAlerts {
    private final StoreOpener stores;
    private final FrontEnd frontEnd;

    public TestAlerts(StoreOpener stores, FrontEnd frontEnd) {
        this.stores = stores;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param channel the name of the channel to test; empty for all
     */
    public record Request(String channel) {}

    /**
     * The outcome.
     *
     * @param alert the test alert
     * @param report the outcome for each channel
     */
    public record Result(AlertResult alert, NotifyReport report) {
        /** Returns whether every channel took the alert. */
        public boolean isDelivered() {
            return report.failures().isEmpty();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .putAll(alert.toJson())
                    .put(
                            "deliveries",
                            report.outcomes().stream()
                                    .map(NotifyReport.Outcome::toJson)
                                    .toList())
                    .build();
        }
    }

    /**
     * Raises the alert and sends it.
     *
     * @throws NoSuchChannelException if the requested channel is unknown or not configured
     */
    public Result run(Request request) throws IOException, NoSuchChannelException {
        List<Finding> findings = new ArrayList<>();
        List<Envelope> messages = new ArrayList<>();
        Alert alert;
        Delivery delivery;
        String location;
        try (OpenStore opened = stores.forChange()) {
            Set<ChannelKind> tested = tested(opened, request.channel());
            AlertBook book = Monitor.alerts(opened.store()).value().test(opened.now());
            alert = book.alerts().getLast();
            findings.addAll(new Monitoring(opened, frontEnd).watch().keep(book));
            for (ChannelKind channel : tested.stream().sorted().toList()) {
                messages.add(message(channel, alert, opened.now()));
            }
            delivery = ConfiguredChannels.delivery(opened);
            location = opened.location();
        }
        NotifyReport report = delivery.deliver(location, messages);
        for (NotifyReport.Outcome failure : report.failures()) {
            String channel = failure.envelope().channel().word();
            findings.add(Finding.of(
                    Finding.Kind.RECOVERY,
                    "alerts." + channel,
                    "the test could not be delivered: " + failure.failure(),
                    "correct the settings; 'aml monitor alerts test " + channel + "' tries again"));
        }
        return new Result(new AlertResult(location, alert, findings), report);
    }

    private static Set<ChannelKind> tested(OpenStore opened, String channel) throws NoSuchChannelException {
        Set<ChannelKind> configured = opened.policies().notifications().channels();
        if (channel.isEmpty()) {
            return configured;
        }
        return ChannelKind.named(channel)
                .filter(configured::contains)
                .map(Set::of)
                .orElseThrow(() -> new NoSuchChannelException(channel));
    }

    private static Envelope message(ChannelKind channel, Alert alert, Instant now) {
        Notice notice = Notice.raised(Notifier.status(alert));
        return new Envelope(channel, List.of(new PendingNotice(0, channel, now, 0, now, "", notice)));
    }
}

package loom.aml.app.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.maintain.Notifier;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;
import loom.aml.notify.ChannelKind;
import loom.aml.notify.Envelope;
import loom.aml.notify.Notice;
import loom.aml.notify.NotifyReport;
import loom.aml.notify.PendingNotice;
import loom.aml.store.Finding;

/**
 * Tests the channels with an alert that is resolved at the next measurement. It is sent to every channel at once, whatever routes, quiet
 * hours and limits say, and is not sent again if that fails.
 */
public final class TestAlerts {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public TestAlerts(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
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
        Set<ChannelKind> tested = tested(request.channel());
        AlertBook book = Monitor.alerts(opened.store()).value().test(opened.now());
        Alert alert = book.alerts().getLast();
        List<Finding> findings =
                new ArrayList<>(new Monitoring(opened, frontEnd).watch().keep(book));
        NotifyReport report = new ConfiguredNotices(opened)
                .deliver(Stream.of(ChannelKind.values())
                        .filter(tested::contains)
                        .map(channel -> message(channel, alert))
                        .toList());
        for (NotifyReport.Outcome failure : report.failures()) {
            String channel = failure.envelope().channel().word();
            findings.add(Finding.of(
                    Finding.Kind.RECOVERY,
                    "alerts." + channel,
                    "the test could not be delivered: " + failure.failure(),
                    "correct the settings; 'aml monitor alerts test " + channel + "' tries again"));
        }
        return new Result(new AlertResult(opened.location(), alert, findings), report);
    }

    private Set<ChannelKind> tested(String channel) throws NoSuchChannelException {
        Set<ChannelKind> configured = opened.policies().notifications().channels();
        if (channel.isEmpty()) {
            return configured;
        }
        return ChannelKind.named(channel)
                .filter(configured::contains)
                .map(Set::of)
                .orElseThrow(() -> new NoSuchChannelException(channel));
    }

    private Envelope message(ChannelKind channel, Alert alert) {
        Notice notice = Notice.raised(Notifier.status(alert));
        return new Envelope(channel, List.of(new PendingNotice(0, channel, opened.now(), 0, opened.now(), "", notice)));
    }
}

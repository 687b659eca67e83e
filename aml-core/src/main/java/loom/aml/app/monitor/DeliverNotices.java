package loom.aml.app.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.monitor.Monitor;
import loom.aml.notify.Delivery;
import loom.aml.notify.Envelope;
import loom.aml.notify.NotifyReport;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;

/**
 * Sends the notices of a store that are due: new ones, repetitions, and those that could not be delivered earlier. Commands call it at
 * their end, programs that run for a long time every minute or so. The store is not locked while messages are sent.
 */
public final class DeliverNotices {
    private final StoreOpener stores;

    public DeliverNotices(StoreOpener stores) {
        this.stores = stores;
    }

    /**
     * The outcome.
     *
     * @param report the messages that were sent or failed; empty if none was due, or another run has locked the store
     * @param findings problems
     */
    public record Result(NotifyReport report, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        private static Result nothing(List<Finding> findings) {
            return new Result(new NotifyReport(List.of()), findings);
        }
    }

    /**
     * Sends what is due, within a minute. It may be called at the same time for different stores.
     *
     * @throws IOException if the store cannot be read
     */
    public Result run() throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<Envelope> due;
        Delivery delivery;
        String location;
        try (OpenStore opened = stores.unlessLocked()) {
            if (!opened.policies().hasChannels()) {
                return Result.nothing(findings);
            }
            due = ConfiguredNotices.notifier(opened)
                    .claim(Monitor.alerts(opened.store()).value(), findings);
            delivery = ConfiguredChannels.delivery(opened);
            location = opened.location();
        } catch (StoreLockedException e) {
            return Result.nothing(findings);
        }
        if (due.isEmpty()) {
            return Result.nothing(findings);
        }
        NotifyReport report = delivery.deliver(location, due);
        try (OpenStore opened = stores.forChange()) {
            ConfiguredNotices.notifier(opened).settle(report, findings);
        } catch (StoreLockedException e) {
            findings.add(Finding.of(
                    Finding.Kind.RECOVERY,
                    "monitoring/outbox.json",
                    "the outcome of a delivery could not be recorded: another run has locked the store",
                    "a later run sends these notices again"));
        }
        return new Result(report, findings);
    }
}

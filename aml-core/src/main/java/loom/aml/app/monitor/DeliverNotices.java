package loom.aml.app.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.monitor.Monitor;
import loom.aml.notify.Envelope;
import loom.aml.notify.NotifyReport;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;

/**
 * Sends the notices of a store that are due: new ones, repetitions, and those that could not be delivered earlier. For programs that run
 * for a long time, which call it every minute or so; commands send notices at their end. The store is not locked while messages are sent.
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
        ConfiguredNotices notices;
        try (OpenStore opened = stores.unlessLocked()) {
            notices = new ConfiguredNotices(opened);
            if (!notices.hasChannels()) {
                return Result.nothing(findings);
            }
            due = notices.notifier().claim(Monitor.alerts(opened.store()).value(), findings);
        } catch (StoreLockedException e) {
            return Result.nothing(findings);
        }
        if (due.isEmpty()) {
            return Result.nothing(findings);
        }
        NotifyReport report = notices.deliver(due);
        try (OpenStore opened = stores.forChange()) {
            new ConfiguredNotices(opened).notifier().settle(report, findings);
        }
        return new Result(report, findings);
    }
}

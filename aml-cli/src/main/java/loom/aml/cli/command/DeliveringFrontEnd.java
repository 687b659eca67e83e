package loom.aml.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import loom.aml.app.StoreOpener;
import loom.aml.app.monitor.DeliverNotices;
import loom.aml.cli.Session;
import loom.aml.io.Printable;

/** The front end of a command that runs for a long time: it sends due notices on a thread of their own. */
final class DeliveringFrontEnd extends AgentFrontEnd {
    /** By then, the operation to which the notices belong has closed the store. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private static final Duration NEXT_WAIT = Duration.ofMinutes(1);

    /** A later command sends the notices that are not delivered by then. */
    private static final int ATTEMPTS = 5;

    private final Session session;
    private final Supplier<StoreOpener> stores;

    /** @param stores returns an opener that other threads may use */
    DeliveringFrontEnd(Session session, Supplier<StoreOpener> stores) {
        super(session);
        this.session = session;
        this.stores = stores;
    }

    @Override
    public void noticesAreDue() {
        StoreOpener store = stores.get();
        Thread.ofVirtual().name("aml-notices").start(() -> deliver(store));
    }

    private void deliver(StoreOpener store) {
        try {
            Thread.sleep(FIRST_WAIT);
            for (int attempt = 1; !isDelivered(store) && attempt < ATTEMPTS; attempt++) {
                Thread.sleep(NEXT_WAIT);
            }
        } catch (IOException e) {
            warn("notices could not be sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what is due. Returns whether all of it arrived; not if another process has locked the store. */
    private boolean isDelivered(StoreOpener store) throws IOException {
        DeliverNotices.Result result = new DeliverNotices(store).run();
        result.findings().forEach(finding -> session.warn(Printable.of(finding.where() + ": " + finding.what())));
        return !result.report().outcomes().isEmpty()
                && result.report().failures().isEmpty();
    }
}

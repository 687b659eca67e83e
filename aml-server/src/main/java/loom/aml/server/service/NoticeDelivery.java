package loom.aml.server.service;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loom.aml.app.monitor.DeliverNotices;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;

/**
 * Sends the notices of all served stores that are due, every minute, one store after another in one thread. Commands send notices at
 * their end only; this sends repetitions, and those that could not be delivered, between commands.
 */
public final class NoticeDelivery implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** The time for which a stop waits for a delivery in progress. A message that was not settled by then is sent again. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final HostServices services;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("aml-notices").unstarted(this::deliver);
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** The last failure by store, so that the log has it once. */
    private final Map<String, String> failed = new HashMap<>();

    public NoticeDelivery(HostServices services) {
        this.services = services;
    }

    /** Starts the delivery, at once for stores that were found already. A host that refuses changes sends nothing. */
    public void start() {
        if (!services.isReadOnly()) {
            thread.start();
        }
    }

    private void deliver() {
        try {
            do {
                for (String id : services.stores().ids()) {
                    if (stopped.getCount() == 0) {
                        return;
                    }
                    deliver(id);
                }
            } while (!stopped.await(INTERVAL.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            // An interruption would break a change of files, so nobody interrupts this thread.
            services.failures().report(e);
        }
    }

    private void deliver(String id) {
        try {
            ServedStore store = services.stores().require(id);
            try {
                DeliverNotices.Result result = new DeliverNotices(store.opener()).run();
                store.frontEnd().show(result.findings());
                failed.remove(id);
            } catch (IOException e) {
                if (isNew(id, e)) {
                    store.frontEnd().warn("notices were not sent", e);
                }
            }
        } catch (NoSuchStoreException e) {
            failed.remove(id);
        } catch (IOException | RuntimeException e) {
            if (isNew(id, e)) {
                services.failures().report(e);
            }
        }
    }

    private boolean isNew(String id, Exception e) {
        return !e.toString().equals(failed.put(id, e.toString()));
    }

    /** Stops the delivery after the present store. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            if (thread.isAlive()) {
                thread.join(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package loom.aml.server.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.json.JsonObject;

/**
 * The events of a host. Keeps the latest {@value #MOST}, so that a client that was disconnected can continue; a client that
 * missed more is sent a {@code reset}. Thread-safe.
 */
public final class Events {
    private static final int MOST = 1_024;

    private static final String RESET = "reset";

    /** Distinguishes the events of this process from those of one before. */
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);

    private final Deque<Event> events = new ArrayDeque<>();
    private final AtomicInteger readers = new AtomicInteger();
    private long last;
    private boolean isClosed;

    /**
     * An event.
     *
     * @param id its position
     * @param name {@code store}, {@code operation} or {@code reset}
     * @param store the id of the store that it concerns; empty if it concerns all
     */
    public record Event(String id, String name, String store, JsonObject data) {}

    /** Publishes an event. */
    public synchronized void publish(String name, String store, JsonObject data) {
        events.add(new Event(epoch + "-" + ++last, name, store, data));
        if (events.size() > MOST) {
            events.removeFirst();
        }
        notifyAll();
    }

    /** Returns whether anybody follows the events. */
    public boolean isFollowed() {
        return readers.get() > 0;
    }

    /** Starts to follow the events. */
    public Reader follow(String afterId) {
        readers.incrementAndGet();
        return new Reader(position(afterId));
    }

    private synchronized long position(String id) {
        if (id.isEmpty()) {
            return last;
        }
        try {
            long number = Long.parseLong(id.substring(id.indexOf('-') + 1));
            return id.startsWith(epoch + "-") && number <= last ? number : Reader.UNKNOWN;
        } catch (NumberFormatException e) {
            return Reader.UNKNOWN;
        }
    }

    /** Ends all readers. */
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    /** Reads the events in their order. Used by one thread. */
    public final class Reader implements AutoCloseable {
        private static final long UNKNOWN = -1;

        private long read;

        private Reader(long after) {
            this.read = after;
        }

        /** Returns the position of the last event, from which a client can continue. */
        public String position() {
            return epoch + "-" + Math.max(read, 0);
        }

        /** Returns the next events, waiting at most the given time for the first; empty if there were none. */
        public List<Event> next(Duration atMost) throws InterruptedException {
            synchronized (Events.this) {
                long deadline = System.nanoTime() + atMost.toNanos();
                while (read == last && !isClosed) {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        return List.of();
                    }
                    Events.this.wait(left);
                }
                List<Event> next = new ArrayList<>();
                if (read == UNKNOWN || last - read > events.size()) {
                    next.add(new Event(
                            epoch + "-" + last, RESET, "", JsonObject.builder().build()));
                } else {
                    events.stream().skip(events.size() - (last - read)).forEach(next::add);
                }
                read = last;
                return next;
            }
        }

        /** Returns whether no further events will come. */
        public boolean isOver() {
            synchronized (Events.this) {
                return isClosed;
            }
        }

        @Override
        public void close() {
            readers.decrementAndGet();
        }
    }
}

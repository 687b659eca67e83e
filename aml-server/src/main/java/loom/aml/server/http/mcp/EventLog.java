package loom.aml.server.http.mcp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import loom.aml.server.mcp.Outbox;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Response;

/**
 * The numbered messages of one stream. Connections read from the log, so a stream can continue on another connection. The log keeps
 * the latest {@value #MOST} messages.
 */
final class EventLog implements Outbox {
    static final int MOST = 1_024;

    private final boolean resumable;
    private final Deque<Event> events = new ArrayDeque<>();
    private long last;
    private long delivered;
    private int reader;
    private boolean detached;
    private boolean ended;

    /** A message and its number. */
    record Event(long number, Message message) {
        /** Returns whether this is the last message of the stream. */
        boolean isLast() {
            return message instanceof Response;
        }
    }

    /** @param resumable whether the client can resume the stream */
    EventLog(boolean resumable) {
        this.resumable = resumable;
    }

    @Override
    public synchronized void send(Message message) {
        events.add(new Event(++last, message));
        if (events.size() > MOST) {
            events.removeFirst();
        }
        notifyAll();
    }

    @Override
    public synchronized void detach() {
        detached = resumable;
        notifyAll();
    }

    /** Ends the stream. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Registers a reader, which replaces the current one. */
    synchronized int attach() {
        detached = false;
        reader++;
        notifyAll();
        return reader;
    }

    /** Returns whether the reader should stop: the stream has ended, was detached or has a new reader. */
    synchronized boolean isOver(int asReader) {
        return ended || detached || asReader != reader;
    }

    /** Returns the messages after a number, waiting at most the given time for the first. */
    synchronized List<Event> after(long number, int asReader, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (last <= number && !isOver(asReader)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        return asReader == reader
                ? events.stream().filter(event -> event.number() > number).toList()
                : List.of();
    }

    synchronized void delivered(Event event) {
        delivered = Math.max(delivered, event.number());
    }

    /** Returns the number of the last delivered message. */
    synchronized long delivered() {
        return delivered;
    }
}

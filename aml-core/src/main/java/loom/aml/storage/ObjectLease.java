package loom.aml.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import loom.aml.io.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is stored as an object of a target.
 *
 * <pre>
 * absent, released or holder proved dead  --replace-->  held, sequence + 1, renewal 0
 * held                                    --replace-->  held, renewal + 1             each third of the duration, by the holder
 * held, unchanged for its duration        --replace-->  held, sequence + 1            by a process that watched it for so long
 * held                                    --replace-->  released
 * </pre>
 *
 * <p>Every step replaces the object only if it has not changed since it was read, so two processes cannot take one
 * lease. No step compares the clocks of two hosts: a waiting process measures by its own monotonic clock for how long
 * the object has not changed. The holder uses both its monotonic clock, which may stop while a machine sleeps, and its
 * wall clock. If either shows that the time has passed, it reads the object.
 */
public final class ObjectLease implements Lease {
    /** The holder relies on the lease for two thirds of the duration and renews it after one third. */
    private static final int THIRDS = 3;

    private static final int PAUSES = 30;
    private static final long LONGEST_PAUSE_MS = 1000;

    private final String where;
    private final LeaseObject object;
    private final Ticker ticker;
    private final InstantSource clock;
    private LeaseRecord record;
    private LeaseObject.Content content;
    private long renewedNanos;
    private Instant renewedAt;
    private @Nullable String lostTo;
    private boolean isClosed;

    private ObjectLease(
            String where,
            LeaseObject object,
            Ticker ticker,
            InstantSource clock,
            LeaseRecord record,
            LeaseObject.Content content,
            long renewedNanos) {
        this.where = where;
        this.object = object;
        this.ticker = ticker;
        this.clock = clock;
        this.record = record;
        this.content = content;
        this.renewedNanos = renewedNanos;
        this.renewedAt = record.renewed();
    }

    /**
     * Takes leases of one name.
     *
     * @param where the location of the lease, for messages
     * @param host the machine of this process
     * @param isGone whether the holder that a record names is certainly dead
     */
    public record Taking(
            String where,
            LeaseObject object,
            LeaseHost host,
            Predicate<LeaseRecord> isGone,
            Ticker ticker,
            InstantSource clock) {

        /**
         * Takes the lease, and renews it in the background until it is closed.
         *
         * @throws StoreLockedException if another process holds it for too long
         */
        public ObjectLease take(LeaseTerms terms) throws IOException {
            ObjectLease lease = new Watch(this, terms).take();
            Thread renewal = new Thread(lease::renewUntilClosed, "aml-lease");
            renewal.setDaemon(true);
            renewal.start();
            return lease;
        }
    }

    /** Watches the object of a lease until it can be taken. */
    private static final class Watch {
        private final Taking taking;
        private final LeaseTerms terms;
        private final long began;
        private Optional<LeaseObject.Content> seen;
        private long seenSince;

        Watch(Taking taking, LeaseTerms terms) throws IOException {
            this.taking = taking;
            this.terms = terms;
            this.began = taking.ticker.nanos();
            this.seenSince = began;
            this.seen = taking.object.read();
        }

        ObjectLease take() throws IOException {
            while (true) {
                Optional<LeaseRecord> held = seen.flatMap(content -> LeaseRecord.of(content.text()));
                long now = taking.ticker.nanos();
                if (isFree(held) || now - seenSince >= durationOf(held).toNanos()) {
                    Optional<ObjectLease> lease = take(sequenceAfter(held), now);
                    if (lease.isPresent()) {
                        return lease.get();
                    }
                }
                if (taking.ticker.nanos() - began >= terms.patience().toNanos()) {
                    throw new StoreLockedException(
                            taking.where,
                            terms.patience(),
                            held.map(LeaseRecord::holder).orElse("another " + terms.owner()));
                }
                taking.ticker.pause(Math.clamp(terms.duration().toMillis() / PAUSES, 1, LONGEST_PAUSE_MS));
                look();
            }
        }

        private void look() throws IOException {
            Optional<LeaseObject.Content> now = taking.object.read();
            if (!now.equals(seen)) {
                seen = now;
                seenSince = taking.ticker.nanos();
            }
        }

        private boolean isFree(Optional<LeaseRecord> held) {
            return seen.isEmpty()
                    || held.filter(record -> record.isReleased() || taking.isGone.test(record))
                            .isPresent();
        }

        /** Returns the duration of a lease. An object that cannot be read may belong to a live holder. */
        private Duration durationOf(Optional<LeaseRecord> held) {
            return held.map(LeaseRecord::duration).orElse(terms.duration());
        }

        /**
         * Returns the next sequence number. If the last number cannot be read, the time in seconds is larger, since
         * leases are taken less than once a second.
         */
        private long sequenceAfter(Optional<LeaseRecord> held) {
            return held.map(record -> record.sequence() + 1)
                    .orElseGet(() -> seen.isEmpty()
                            ? 1
                            : Math.max(1, taking.clock.instant().getEpochSecond()));
        }

        private Optional<ObjectLease> take(long sequence, long now) throws IOException {
            LeaseRecord record = new LeaseRecord(
                    terms.owner(),
                    taking.host,
                    ProcessHandle.current().pid(),
                    sequence,
                    0,
                    terms.duration(),
                    taking.clock.instant(),
                    false);
            return taking.object
                    .replace(seen, record.toBytes())
                    .map(content -> new ObjectLease(
                            taking.where, taking.object, taking.ticker, taking.clock, record, content, now));
        }
    }

    @Override
    public synchronized long sequence() {
        return record.sequence();
    }

    @Override
    public synchronized void requireHeld() throws IOException {
        if (lostTo != null) {
            throw new LeaseLostException(where, lostTo);
        }
        if (isDoubtful()) {
            renew();
        }
    }

    private boolean isDoubtful() {
        Duration relied = record.duration().multipliedBy(THIRDS - 1).dividedBy(THIRDS);
        Duration byClock = Duration.between(renewedAt, clock.instant());
        return ticker.nanos() - renewedNanos >= relied.toNanos()
                || byClock.isNegative()
                || byClock.compareTo(relied) >= 0;
    }

    private void renew() throws IOException {
        long nanos = ticker.nanos();
        Instant now = clock.instant();
        LeaseRecord next = record.renewedAt(now);
        Optional<LeaseObject.Content> stored = object.replace(Optional.of(content), next.toBytes());
        if (stored.isEmpty()) {
            lostTo = object.read()
                    .flatMap(other -> LeaseRecord.of(other.text()))
                    .map(LeaseRecord::holder)
                    .orElse("another process");
            throw new LeaseLostException(where, lostTo);
        }
        record = next;
        content = stored.get();
        renewedNanos = nanos;
        renewedAt = now;
    }

    private void renewUntilClosed() {
        long pause = Math.max(1, record.duration().toMillis() / THIRDS);
        synchronized (this) {
            while (!isClosed && lostTo == null) {
                try {
                    wait(pause);
                    if (!isClosed && lostTo == null) {
                        renew();
                    }
                } catch (IOException e) {
                    // The next renewal tries again. requireHeld reports a lost lease.
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        notifyAll();
        if (lostTo == null) {
            object.replace(
                    Optional.of(content), record.releasedAt(clock.instant()).toBytes());
        }
    }
}

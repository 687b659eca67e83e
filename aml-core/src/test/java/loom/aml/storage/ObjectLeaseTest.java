package loom.aml.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import loom.aml.io.Ticker;
import org.junit.jupiter.api.Test;

/** Leases whose time is in the hands of the test. */
class ObjectLeaseTest {
    private static final Duration LASTS = Duration.ofSeconds(30);
    private static final LeaseHost HERE = new LeaseHost("here", "m1", "b1");
    private static final LeaseHost THERE = new LeaseHost("there", "m2", "b2");

    private final MemoryTarget.VersionedObject object = new MemoryTarget.VersionedObject();

    /** A machine with a clock that can be set, and time that passes when somebody waits. */
    private final class Machine implements Ticker {
        private final LeaseHost host;
        private Predicate<LeaseRecord> isGone = _ -> false;
        private Runnable onPause = () -> {};
        private long nanos = 1_000_000_000L;
        private Instant clock = Instant.parse("2026-12-01T04:00:00Z");

        Machine(LeaseHost host) {
            this.host = host;
        }

        @Override
        public synchronized long nanos() {
            return nanos;
        }

        @Override
        public void pause(long millis) {
            pass(Duration.ofMillis(millis));
            onPause.run();
        }

        synchronized void pass(Duration time) {
            nanos += time.toNanos();
            clock = clock.plus(time);
        }

        synchronized void set(Duration by) {
            clock = clock.plus(by);
        }

        private synchronized Instant clock() {
            return clock;
        }

        ObjectLease take(Duration patience) throws IOException {
            return new ObjectLease.Taking("lease", object, host, isGone, this, this::clock)
                    .take(new LeaseTerms("test", LASTS, patience));
        }
    }

    private LeaseRecord record() {
        return LeaseRecord.of(object.read().orElseThrow().text()).orElseThrow();
    }

    private void store(String text) {
        object.replace(object.read(), text.getBytes(UTF_8));
    }

    @Test
    void record_saysWhoHoldsTheLease() throws IOException {
        try (ObjectLease lease = new Machine(HERE).take(Duration.ZERO)) {
            assertThat(lease.sequence()).isEqualTo(1);
            assertThat(new String(object.read().orElseThrow().text(), UTF_8))
                    .isEqualTo("{\"version\":1,\"owner\":\"test\",\"host\":\"here\",\"machine\":\"m1\",\"boot\":\"b1\","
                            + "\"process\":" + ProcessHandle.current().pid()
                            + ",\"sequence\":1,\"renewal\":0,\"duration_ms\":30000,"
                            + "\"renewed\":\"2026-12-01T04:00:00Z\",\"expires\":\"2026-12-01T04:00:30Z\"}\n");
        }
        assertThat(record().isReleased()).isTrue();
        assertThat(record().sequence()).isEqualTo(1);
    }

    @Test
    void lease_ofAnotherHost_thatIsNotRenewed_isTakenOverAfterItsDuration() throws IOException {
        Machine crashed = new Machine(THERE);
        ObjectLease lost = crashed.take(Duration.ZERO);
        Machine machine = new Machine(HERE);

        assertThatThrownBy(() -> machine.take(LASTS.minusSeconds(2)))
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining(
                        "another test (process " + ProcessHandle.current().pid() + " on there")
                .hasMessageContaining("waited 28 s");
        long before = machine.nanos();
        try (ObjectLease lease = machine.take(Duration.ofSeconds(45))) {
            assertThat(lease.sequence()).isEqualTo(2);
            assertThat(Duration.ofNanos(machine.nanos() - before)).isBetween(LASTS, LASTS.plusSeconds(1));
        }
        crashed.pass(LASTS);
        assertThatThrownBy(lost::requireHeld).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void lease_thatIsRenewed_isNotTakenOver_howeverLongOneWaits() throws IOException {
        Machine holder = new Machine(THERE);
        ObjectLease lease = holder.take(Duration.ZERO);
        Machine machine = new Machine(HERE);
        machine.onPause = () -> {
            holder.pass(Duration.ofSeconds(1));
            try {
                lease.requireHeld();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };

        assertThatThrownBy(() -> machine.take(Duration.ofMinutes(10))).isInstanceOf(StoreLockedException.class);
        assertThat(record().renewal()).isGreaterThan(20);
        assertThat(record().sequence()).isEqualTo(1);
        lease.close();
        machine.take(Duration.ZERO).close();
    }

    @Test
    void lease_isNotTakenOver_becauseAClockIsWrong() throws IOException {
        for (Duration wrong : new Duration[] {Duration.ofDays(3650), Duration.ofDays(-3650)}) {
            Machine holder = new Machine(THERE);
            holder.set(wrong);
            try (ObjectLease _ = holder.take(Duration.ZERO)) {
                Machine machine = new Machine(HERE);
                assertThatThrownBy(() -> machine.take(Duration.ofSeconds(5))).isInstanceOf(StoreLockedException.class);
                Machine jumping = new Machine(HERE);
                jumping.onPause = () -> jumping.set(wrong.negated());
                assertThatThrownBy(() -> jumping.take(Duration.ofSeconds(5))).isInstanceOf(StoreLockedException.class);
            }
        }
    }

    @Test
    void holder_whoseClockIsSet_asksTheObject_andGoesOn() throws IOException {
        Machine machine = new Machine(HERE);
        try (ObjectLease lease = machine.take(Duration.ZERO)) {
            lease.requireHeld();
            assertThat(record().renewal()).isZero();
            machine.set(Duration.ofDays(400));
            lease.requireHeld();
            assertThat(record().renewal()).isEqualTo(1);
            machine.set(Duration.ofDays(-800));
            lease.requireHeld();
            lease.requireHeld();
            assertThat(record().renewal()).isEqualTo(2);
        }
    }

    @Test
    void holder_thatSlept_findsOutThatItLostTheLease() throws IOException {
        Machine sleeper = new Machine(THERE);
        ObjectLease lost = sleeper.take(Duration.ZERO);
        try (ObjectLease lease = new Machine(HERE).take(Duration.ofSeconds(45))) {
            // The monotonic time stops while a machine sleeps; the wall clock does not.
            sleeper.set(Duration.ofMinutes(5));

            assertThatThrownBy(lost::requireHeld)
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageContaining("lease was taken over by another test")
                    .hasMessageContaining("on here");
            assertThatThrownBy(lost::requireHeld).isInstanceOf(LeaseLostException.class);
            lost.close();
            lease.requireHeld();
            assertThat(record().sequence()).isEqualTo(2);
            assertThat(record().isReleased()).isFalse();
        }
    }

    @Test
    void lease_ofAHolderThatIsProvedGone_isTakenAtOnce() throws IOException {
        new Machine(HERE).take(Duration.ZERO);
        Machine machine = new Machine(HERE);
        machine.isGone = held -> held.host().isSameMachine(HERE);

        try (ObjectLease lease = machine.take(Duration.ZERO)) {
            assertThat(lease.sequence()).isEqualTo(2);
        }
    }

    @Test
    void object_thatCannotBeRead_isWatchedLikeALease() throws IOException {
        store("\0\0\0");
        Machine machine = new Machine(HERE);

        assertThatThrownBy(() -> machine.take(Duration.ofSeconds(10)))
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining("another test");
        try (ObjectLease lease = machine.take(Duration.ofSeconds(40))) {
            assertThat(lease.sequence())
                    .as("larger than any number that the object may have had")
                    .isGreaterThan(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond());
        }
    }

    @Test
    void machines_areKnownByTheirKernel_andAfterARestartByNameAndId() {
        assertThat(HERE.isSameMachine(new LeaseHost("container", "", "b1"))).isTrue();
        assertThat(HERE.isSameMachine(new LeaseHost("here", "m1", "b2"))).isTrue();
        assertThat(HERE.isSameMachine(THERE)).isFalse();
        assertThat(HERE.isSameMachine(new LeaseHost("here", "m3", "b3"))).isFalse();
        assertThat(HERE.isSameMachine(new LeaseHost("clone", "m1", "b3"))).isFalse();
        LeaseHost unknown = new LeaseHost("", "", "");
        assertThat(unknown.isSameMachine(unknown)).isFalse();
    }

    @Test
    void text_thatIsNotALease_parsesToEmpty() {
        for (String text :
                new String[] {"", "{}", "[]", "{\"version\":1}", "{\"version\":1,\"sequence\":1,\"duration_ms\":0}"}) {
            assertThat(LeaseRecord.of(text.getBytes(UTF_8))).as(text).isEqualTo(Optional.empty());
        }
    }
}

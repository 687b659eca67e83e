package loom.aml.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import loom.aml.TestStore;
import loom.aml.item.ItemKind;
import loom.aml.maintain.Notifier;
import loom.aml.maintain.ObservationRecorder;
import loom.aml.maintain.PolicyJudge;
import loom.aml.notify.Channel;
import loom.aml.notify.ChannelKind;
import loom.aml.notify.Delivery;
import loom.aml.notify.Envelope;
import loom.aml.notify.Notice;
import loom.aml.notify.NotifyPolicy;
import loom.aml.notify.NotifyReport;
import loom.aml.prune.PrunePolicy;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Severity;

/** A store for tests that is observed repeatedly, with its surroundings. */
public final class WatchedStore {
    static final MonitorPolicy.Caps NO_CAPS = new MonitorPolicy.Caps(1_000_000, 1_000_000, 1_000_000);

    private final TestStore store;
    private final List<Notice> messages = new CopyOnWriteArrayList<>();
    private MonitorPolicy policy = MonitorPolicy.DEFAULT;
    private RelatedStatus around = RelatedStatus.UNKNOWN;
    private Channel.Opener channels = _ -> (store, notices) -> notices.forEach(this::remember);
    private NotifyPolicy notices = new NotifyPolicy(
            Set.of(ChannelKind.COMMAND),
            Severity.INFO,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            2_000,
            Duration.ofDays(3),
            new NotifyPolicy.Effort(1, Duration.ZERO, Duration.ofSeconds(30)));
    private boolean areNoticesDue;
    private List<Finding> findings = List.of();

    public WatchedStore(Path directory) {
        store = TestStore.in(directory);
    }

    public TestStore store() {
        return store;
    }

    /** Sets memory limits, in bytes, that a test can reach. */
    WatchedStore withLimits(long agentWarning, long agentCritical, long totalWarning, long totalCritical) {
        MonitorPolicy p = policy;
        policy = new MonitorPolicy(
                new MonitorPolicy.OfAgent(
                        agentWarning, agentCritical, p.forAll().caps()),
                p.agents(),
                totalWarning,
                totalCritical,
                p.capShare(),
                p.queryTime(),
                p.hitRate(),
                p.backupWithin(),
                p.growthHorizon(),
                p.staleLock(),
                p.history(),
                p.alerts());
        return this;
    }

    WatchedStore withCaps(MonitorPolicy.Caps caps) {
        MonitorPolicy p = policy;
        policy = new MonitorPolicy(
                new MonitorPolicy.OfAgent(p.forAll().warning(), p.forAll().critical(), caps),
                p.agents(),
                p.totalWarning(),
                p.totalCritical(),
                p.capShare(),
                p.queryTime(),
                p.hitRate(),
                p.backupWithin(),
                p.growthHorizon(),
                p.staleLock(),
                p.history(),
                p.alerts());
        return this;
    }

    MonitorPolicy policy() {
        return policy;
    }

    WatchedStore backedUp(Optional<Duration> ago, String failure) {
        around = new RelatedStatus(
                Optional.of(new BackupStatus(
                        ago.map(age -> store.now().minus(age)),
                        failure.isEmpty() ? Optional.empty() : Optional.of(failure))),
                around.index(),
                around.queries(),
                around.copies());
        return this;
    }

    WatchedStore indexed(boolean present, boolean fresh) {
        around = new RelatedStatus(
                around.backup(),
                Optional.of(new IndexStatus(present, fresh, 4_096)),
                around.queries(),
                around.copies());
        return this;
    }

    WatchedStore queried(Duration time, double hitRate) {
        around = new RelatedStatus(
                around.backup(),
                around.index(),
                Optional.of(new QueryStatus(Optional.of(time), OptionalDouble.of(hitRate))),
                around.copies());
        return this;
    }

    /** @param copies in the order of the configuration; unknown without */
    WatchedStore copied(CopyStatus... copies) {
        around = new RelatedStatus(
                around.backup(),
                around.index(),
                around.queries(),
                copies.length == 0 ? Optional.empty() : Optional.of(List.of(copies)));
        return this;
    }

    WatchedStore neverQueried() {
        around = new RelatedStatus(
                around.backup(),
                around.index(),
                Optional.of(new QueryStatus(Optional.empty(), OptionalDouble.empty())),
                around.copies());
        return this;
    }

    private void remember(Notice notice) {
        messages.add(notice);
    }

    /** Uses another channel, whatever its kind. */
    WatchedStore telling(Channel channel) {
        channels = _ -> channel;
        return this;
    }

    WatchedStore noticing(NotifyPolicy other) {
        notices = other;
        return this;
    }

    NotifyPolicy notices() {
        return notices;
    }

    private Notifier.Source source(MemoryStore open) {
        return new Notifier.Source() {
            @Override
            public boolean hasChannels() {
                return !notices.channels().isEmpty();
            }

            @Override
            public Notifier notifier() {
                return WatchedStore.this.notifier(open);
            }

            @Override
            public void areDue() {
                areNoticesDue = true;
            }
        };
    }

    private Monitor monitor() {
        return new Monitor(policy, new PolicyJudge(PrunePolicy.DEFAULT, store.now()), around, store.now());
    }

    /** Observes the store, records the observation, delivers alerts, and advances the clock by an hour. */
    Observation observe() throws IOException {
        Observation seen;
        try (MemoryStore open = store.open()) {
            seen = monitor().observe(open, SurveyDepth.ALL);
            findings = watch(open).keep(seen);
        }
        if (areNoticesDue) {
            areNoticesDue = false;
            deliver();
        }
        store.pass(Duration.ofHours(1));
        return seen;
    }

    /** Delivers what is due, with the store closed meanwhile. */
    private void deliver() throws IOException {
        List<Envelope> due;
        String location;
        try (MemoryStore open = store.open()) {
            due = notifier(open).claim(Monitor.alerts(open).value(), findings);
            location = open.location();
        }
        NotifyReport report = new Delivery(channels, notices.effort()).deliver(location, due);
        try (MemoryStore open = store.open()) {
            notifier(open).settle(report, findings);
        }
    }

    private Notifier notifier(MemoryStore open) {
        return new Notifier(open, store.execution(open), notices);
    }

    ObservationRecorder watch(MemoryStore open) {
        return new ObservationRecorder(open, store.execution(open), source(open));
    }

    /** Observes the store without recording anything. */
    Observation observeOnly() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return monitor().observe(open, SurveyDepth.ALL);
        }
    }

    Health health() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return monitor().health(open);
        }
    }

    Health.Check check(String name) throws IOException {
        return health().check(name);
    }

    /** Returns the findings of the last observation. */
    List<Finding> findings() {
        return findings;
    }

    AlertBook alerts() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return Monitor.alerts(open).value();
        }
    }

    MetricsHistory history() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return Monitor.history(open).value();
        }
    }

    /** Returns the open alert of a cause. */
    Optional<Alert> open(String cause) throws IOException {
        return alerts().open().filter(alert -> alert.cause().equals(cause)).findFirst();
    }

    /** Returns the events and causes delivered to channels since the last call. */
    List<String> delivered() {
        List<String> words = messages.stream()
                .map(notice -> notice.event().word() + " " + notice.text("cause"))
                .toList();
        messages.clear();
        return words;
    }

    /** Returns an entry of a history. */
    static Metrics entry(Instant at, long bytes) {
        return new Metrics(
                at,
                bytes,
                1,
                Map.of(ItemKind.PATTERN, bytes / 1_000),
                OptionalDouble.of(1_000),
                "debugger",
                bytes,
                1,
                0,
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Map.of());
    }
}

package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;
import org.junit.jupiter.api.Test;

/** Tests rotation while the clock is wrong, and after it was. */
class RotationClockTest {
    private static final Instant DAY_0 = Instant.parse("2026-03-01T04:00:00Z");
    private static final RotationPolicy NO_LEAST = RotationPolicy.DEFAULT.withMinCount(0);

    private final List<Manifest> made = new ArrayList<>();

    private static Instant day(int day) {
        return DAY_0.plus(Duration.ofDays(day));
    }

    /** Creates snapshots on the given days according to the clock; the first one is full. */
    private RotationClockTest on(int... days) {
        for (int day : days) {
            long sequence = made.size() + 1L;
            made.add(new Manifest(
                    new SnapshotName("s1", "s" + sequence, sequence),
                    day(day),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    Set.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    0));
        }
        return this;
    }

    private List<Long> kept(RotationPolicy policy, int today) {
        return numbers(RotationPlan.of(made, policy, day(today)));
    }

    private static List<Long> numbers(RotationPlan plan) {
        return plan.keep().stream().map(manifest -> manifest.name().sequence()).toList();
    }

    private Set<String> implausible(int today) {
        return SnapshotTimes.of(made, day(today)).implausible();
    }

    @Test
    void snapshotFromTheFuture_displacesNoOther() {
        on(0, 1, 2, 367, 3, 4);

        assertThat(implausible(4)).containsExactly("s4");
        assertThat(kept(NO_LEAST, 4)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(kept(NO_LEAST.withMaxCount(4), 4))
                .as("it is the first to go")
                .containsExactly(1L, 3L, 5L, 6L);
    }

    @Test
    void snapshotFromTheFuture_staysImplausible_afterItsTimeHasCome() {
        on(0, 1, 2, 367, 3, 4, 370);

        assertThat(implausible(370)).containsExactly("s4");
    }

    @Test
    void snapshotFromThePast_isTheImplausibleOne() {
        on(400, 401, 402, 37, 403);

        assertThat(implausible(403)).containsExactly("s4");
        assertThat(kept(NO_LEAST, 403)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void asManySnapshotsFromThePastAsBefore_removeNothing() {
        on(400, 401, 402, 403, 37, 38, 39, 40, 404);

        assertThat(kept(NO_LEAST, 404)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void moreSnapshotsFromTheFutureThanBefore_removeNothing_evenAfterTheirTimesHaveCome() {
        on(0, 1, 360, 361, 362, 363, 2, 3);

        assertThat(kept(NO_LEAST, 3)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        on(4, 364);
        assertThat(kept(NO_LEAST, 364)).as("two are a year old").contains(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void implausibleSnapshot_isRemovedWithTheOneBeforeIt() {
        on(0, 1, 367, 2, 20, 36);

        assertThat(kept(NO_LEAST, 36))
                .as("day 1, and what counts as day 1, are too old")
                .containsExactly(1L, 5L, 6L);
    }

    @Test
    void clockSetBackByAYear_removesNothing() {
        on(400, 401, 402, 37);

        assertThat(kept(NO_LEAST, 37)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void year1970_removesNothing() {
        on(0, 1, 2);
        Instant epoch = Instant.EPOCH;

        assertThat(numbers(RotationPlan.of(made, NO_LEAST, epoch))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void pauseOf45Days_keepsAWeek() {
        on(0, 1, 2, 3, 4, 5, 6, 7, 8, 53);

        assertThat(kept(RotationPolicy.DEFAULT, 53))
                .as("the full one, and the newest")
                .containsExactly(1L, 5L, 6L, 7L, 8L, 9L, 10L);
        RotationPlan plan = RotationPlan.of(made, RotationPolicy.DEFAULT, day(53));
        assertThat(plan.findings()).hasSize(1).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.KEPT);
            assertThat(finding.what()).contains("at least 7 are kept");
        });
        assertThat(plan.isStopped()).isFalse();
    }

    @Test
    void ages_countFromTheNewestSnapshot_notFromNow() {
        on(0, 10, 20);

        assertThat(kept(NO_LEAST, 49)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void smallerMaximum_takesPrecedenceOverTheMinimum() {
        on(0, 1, 2, 3);

        assertThat(kept(RotationPolicy.DEFAULT.withMaxCount(2), 3)).containsExactly(1L, 4L);
        assertThat(RotationPlan.of(made, RotationPolicy.DEFAULT.withMaxCount(1), day(3))
                        .findings())
                .isEmpty();
    }

    @Test
    void untrustedClock_keepsEverySnapshot_andIsReported() {
        on(0, 1, 2, 40, 41, 400);
        ClockVerdict leapt = new ClockVerdict(day(400), Optional.of(day(41)));
        RotationPlan plan = RotationPlan.of(made, NO_LEAST, new RotationPlan.Circumstances(leapt, Optional.empty()));

        assertThat(plan.drop()).isEmpty();
        assertThat(plan.isStopped()).isTrue();
        assertThat(plan.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.CLOCK);
    }

    @Test
    void untrustedClock_isNotReported_ifNothingWouldBeRemoved() {
        on(0, 1, 2, 400);
        ClockVerdict leapt = new ClockVerdict(day(400), Optional.of(day(2)));
        RotationPlan plan =
                RotationPlan.of(made, RotationPolicy.DEFAULT, new RotationPlan.Circumstances(leapt, Optional.empty()));

        assertThat(plan.keep()).hasSize(4);
        assertThat(plan.isStopped()).isFalse();
    }

    @Test
    void fullBackup_isDue_ifTheGenerationStartedInTheFuture() {
        BackupPolicy policy = BackupPolicy.DEFAULT;
        Optional<String> ahead = Optional.of("20270301T040000.000Z-0001");

        assertThat(policy.isFullDue(ahead, 1, DAY_0)).isTrue();
        assertThat(policy.isFullDue(Optional.of("20260228T040000.000Z-0001"), 1, DAY_0))
                .isFalse();
    }
}

package loom.aml.notify;

import static loom.aml.notify.TestNotices.NOW;
import static loom.aml.notify.TestNotices.acknowledged;
import static loom.aml.notify.TestNotices.alert;
import static loom.aml.notify.TestNotices.resolved;
import static loom.aml.notify.TestNotices.telling;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.json.JsonSyntaxException;
import loom.aml.notify.NotifyReport.Outcome;
import loom.aml.store.Severity;
import org.junit.jupiter.api.Test;

/** The notices of a store, with a clock that the test moves. */
class NotifyPlanTest {
    private static final AlertStatus WARNING = alert("w", Severity.WARNING);
    private static final AlertStatus CRITICAL = alert("c", Severity.CRITICAL);

    private NotifyPolicy policy = telling(ChannelKind.SLACK);
    private Outbox outbox = Outbox.NONE;
    private Instant now = NOW;
    private List<PendingNotice> abandoned = List.of();

    /** Plans and sends. Returns the messages, each as its channel with the events and ids of its notices. */
    private List<String> run(AlertStatus... alerts) {
        return run("", false, alerts);
    }

    private List<String> failing(AlertStatus... alerts) {
        return run("status 503", false, alerts);
    }

    private List<String> run(String failure, boolean isRefused, AlertStatus... alerts) {
        NotifyPlan plan = NotifyPlan.of(outbox, List.of(alerts), policy, now);
        abandoned = plan.abandoned();
        NotifyReport report = new NotifyReport(plan.due().stream()
                .map(envelope -> new Outcome(envelope, failure, isRefused, Duration.ZERO))
                .toList());
        outbox = written(Settlement.of(written(plan.outbox()), report, now).outbox());
        return plan.due().stream().map(NotifyPlanTest::words).toList();
    }

    /** Every state must survive being written and read. */
    private static Outbox written(Outbox outbox) {
        try {
            Outbox read = Outbox.parse(outbox.toText());
            assertThat(read).isEqualTo(outbox);
            return read;
        } catch (JsonSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String words(Envelope envelope) {
        List<String> notices = envelope.notices().stream()
                .map(notice -> notice.event().word() + " " + notice.alert())
                .toList();
        return envelope.channel().word() + ": " + String.join(", ", notices);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private NotifyPolicy with(
            Map<Severity, Set<ChannelKind>> routes, Optional<QuietHours> quiet, int perHour, ChannelKind... channels) {
        NotifyPolicy all = telling(channels);
        return new NotifyPolicy(
                all.channels(), all.from(), routes, all.repeat(), quiet, perHour, all.giveUp(), all.effort());
    }

    @Test
    void alert_isDeliveredWhenItIsRaised_getsWorse_andIsResolved() {
        assertThat(run(WARNING)).containsExactly("slack: raised w");
        assertThat(run(WARNING)).isEmpty();
        assertThat(run(alert("w", Severity.CRITICAL))).containsExactly("slack: worse w");
        assertThat(run(WARNING)).isEmpty();
        assertThat(run(alert("w", Severity.CRITICAL))).containsExactly("slack: worse w");
        AlertStatus ended = resolved(alert("w", Severity.CRITICAL));
        assertThat(run(ended)).containsExactly("slack: resolved w");
        assertThat(run(ended)).isEmpty();
        assertThat(run()).isEmpty();
    }

    @Test
    void outboxOfAStoreWithoutAlerts_isEmptyAfterAnHour() {
        run(WARNING);
        run(resolved(WARNING));
        pass(Duration.ofHours(1));
        run();
        assertThat(outbox.toText()).startsWith(Outbox.EMPTY);
    }

    @Test
    void peopleGetOneMessage_programsOneForEachNotice() {
        policy = telling(ChannelKind.SLACK, ChannelKind.COMMAND);
        assertThat(run(WARNING, CRITICAL))
                .containsExactly("command: raised w", "command: raised c", "slack: raised w, raised c");
    }

    @Test
    void openAlert_isRepeatedDaily_unlessItIsAcknowledgedOrMild() {
        AlertStatus info = alert("i", Severity.INFO);
        run(WARNING, info);
        pass(Duration.ofHours(22));
        assertThat(run(WARNING, info)).isEmpty();
        // A daily job is not punctual.
        pass(Duration.ofHours(1));
        assertThat(run(WARNING, info)).containsExactly("slack: repeated w");
        pass(Duration.ofHours(12));
        assertThat(run(WARNING, info)).isEmpty();
        pass(Duration.ofDays(2));
        assertThat(run(acknowledged(WARNING), info)).isEmpty();
        assertThat(run(resolved(WARNING), info)).containsExactly("slack: resolved w");
    }

    @Test
    void channelThatIsConfiguredLater_learnsOfOpenAlerts_butNotOfResolvedOnes() {
        policy = telling();
        assertThat(run(WARNING, CRITICAL)).isEmpty();
        policy = telling(ChannelKind.NTFY);
        assertThat(run(resolved(WARNING), CRITICAL, acknowledged(alert("a", Severity.ERROR))))
                .containsExactly("ntfy: raised c");
    }

    @Test
    void routes_selectTheChannelsOfASeverity() {
        policy = with(
                Map.of(
                        Severity.WARNING,
                        Set.of(ChannelKind.SLACK),
                        Severity.CRITICAL,
                        Set.of(ChannelKind.SLACK, ChannelKind.NTFY, ChannelKind.MAIL)),
                Optional.empty(),
                60,
                ChannelKind.SLACK,
                ChannelKind.NTFY);
        assertThat(run(WARNING)).containsExactly("slack: raised w");
        // The first notice of a channel says that the alert was raised, though it got worse.
        assertThat(run(alert("w", Severity.CRITICAL))).containsExactly("slack: worse w", "ntfy: raised w");
        assertThat(run(resolved(WARNING))).containsExactly("slack: resolved w", "ntfy: resolved w");
    }

    @Test
    void mildAlerts_areNotDelivered() {
        NotifyPolicy all = telling(ChannelKind.SLACK);
        policy = new NotifyPolicy(
                all.channels(),
                Severity.ERROR,
                Map.of(),
                all.repeat(),
                Optional.empty(),
                60,
                all.giveUp(),
                all.effort());
        assertThat(run(WARNING, CRITICAL)).containsExactly("slack: raised c");
        assertThat(run(resolved(WARNING))).isEmpty();
    }

    @Test
    void quietHours_holdBackAllButCriticalAlerts_andTheRestFollowsInOneMessage() {
        QuietHours night = QuietHours.parse("22:00-07:00", ZoneId.of("Europe/Zurich"));
        policy = with(Map.of(), Optional.of(night), 60, ChannelKind.SLACK);
        now = Instant.parse("2026-11-23T21:30:00Z");
        AlertStatus error = alert("e", Severity.ERROR);
        assertThat(run(WARNING, CRITICAL)).containsExactly("slack: raised c");
        pass(Duration.ofHours(8));
        assertThat(run(WARNING, CRITICAL, error)).isEmpty();
        pass(Duration.ofMinutes(30));
        assertThat(run(resolved(WARNING), resolved(CRITICAL), error))
                .containsExactly("slack: raised e, resolved w, resolved c");
    }

    @Test
    void quietHoursWithinADay_endOnTheMinute() {
        policy = with(Map.of(), Optional.of(QuietHours.parse("12:00-13:00", ZoneOffset.UTC)), 60, ChannelKind.SLACK);
        now = Instant.parse("2026-11-23T12:00:00Z");
        assertThat(run(WARNING)).isEmpty();
        now = Instant.parse("2026-11-23T12:59:59Z");
        assertThat(run(WARNING)).isEmpty();
        now = Instant.parse("2026-11-23T13:00:00Z");
        assertThat(run(WARNING)).containsExactly("slack: raised w");
    }

    @Test
    void programs_getTheNoticesOfAnAlertInOrder_thoughTheFirstOneFailedLater() {
        policy = telling(ChannelKind.COMMAND);
        failing(WARNING);
        pass(Duration.ofMinutes(2));
        failing(WARNING);
        pass(Duration.ofMinutes(1));
        assertThat(run(resolved(WARNING), CRITICAL)).containsExactly("command: raised c");
        pass(Duration.ofMinutes(1));
        assertThat(run(resolved(WARNING), CRITICAL)).containsExactly("command: raised w", "command: resolved w");
    }

    @Test
    void programs_getACriticalNoticeInQuietHours_afterTheEarlierOnesOfItsAlert() {
        policy = with(Map.of(), Optional.of(QuietHours.parse("00:00-12:00", ZoneOffset.UTC)), 60, ChannelKind.COMMAND);
        AlertStatus other = alert("x", Severity.ERROR);
        assertThat(run(WARNING, other)).isEmpty();
        assertThat(run(alert("w", Severity.CRITICAL), other)).containsExactly("command: raised w", "command: worse w");
        pass(Duration.ofHours(4));
        assertThat(run(alert("w", Severity.CRITICAL), other)).containsExactly("command: raised x");
    }

    @Test
    void messagesBeyondTheLimit_waitUntilTheHourHasPassed() {
        policy = with(Map.of(), Optional.empty(), 2, ChannelKind.COMMAND);
        AlertStatus third = alert("x", Severity.ERROR);
        assertThat(run(WARNING, CRITICAL, third)).containsExactly("command: raised w", "command: raised c");
        pass(Duration.ofMinutes(59));
        assertThat(run(WARNING, CRITICAL, third)).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(run(WARNING, CRITICAL, third)).containsExactly("command: raised x");
    }

    @Test
    void failedNotice_isTriedAgainAfterGrowingPauses_andNothingElseIsSaidAboutItsAlert() {
        assertThat(failing(WARNING)).containsExactly("slack: raised w");
        List<Long> minutes = new ArrayList<>();
        Instant last = now;
        while (minutes.size() < 9) {
            pass(Duration.ofMinutes(1));
            if (!failing(WARNING).isEmpty()) {
                minutes.add(Duration.between(last, now).toMinutes());
                last = now;
            }
        }
        assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        pass(Duration.ofHours(1));
        assertThat(run(WARNING)).containsExactly("slack: raised w");
        assertThat(outbox.pending()).isEmpty();
    }

    @Test
    void receiverThatAsksToWait_isLeftAlone() {
        NotifyPlan plan = NotifyPlan.of(outbox, List.of(WARNING), policy, now);
        Outcome busy = new Outcome(plan.due().getFirst(), "status 429", false, Duration.ofMinutes(10));
        outbox = Settlement.of(plan.outbox(), new NotifyReport(List.of(busy)), now)
                .outbox();
        pass(Duration.ofMinutes(9));
        assertThat(run(WARNING)).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(run(WARNING)).containsExactly("slack: raised w");
    }

    @Test
    void alertResolvedBeforeItWasDelivered_isDeliveredAsResolved() {
        policy = telling(ChannelKind.SLACK, ChannelKind.COMMAND);
        failing(WARNING);
        pass(Duration.ofMinutes(2));
        assertThat(run(resolved(WARNING)))
                .containsExactly("command: raised w", "command: resolved w", "slack: resolved w");
    }

    @Test
    void refusedNotice_isNotTriedAgain_butTheNextOneOfItsAlertIs() {
        assertThat(run("status 404", true, WARNING)).containsExactly("slack: raised w");
        assertThat(outbox.pending()).isEmpty();
        assertThat(run(WARNING)).isEmpty();
        pass(Duration.ofDays(1));
        assertThat(run(WARNING)).containsExactly("slack: repeated w");
    }

    @Test
    void noticeThatCannotBeDeliveredForThreeDays_isGivenUp() {
        failing(WARNING);
        pass(Duration.ofDays(3));
        failing(WARNING);
        assertThat(abandoned).isEmpty();
        pass(Duration.ofSeconds(1));
        failing(WARNING);
        assertThat(abandoned).singleElement().satisfies(entry -> {
            assertThat(entry.why()).isEqualTo("status 503");
            assertThat(entry.notice().alert()).isEqualTo("w");
        });
        assertThat(outbox.pending()).isEmpty();
    }

    @Test
    void outbox_isBounded_andReportsWhatItDrops() {
        policy = telling(ChannelKind.COMMAND);
        AlertStatus[] many = new AlertStatus[NotifyPlan.MOST + 5];
        for (int i = 0; i < many.length; i++) {
            many[i] = alert("a" + i, Severity.WARNING);
        }
        run(many);
        assertThat(abandoned).extracting(entry -> entry.notice().alert()).containsExactly("a0", "a1", "a2", "a3", "a4");
        assertThat(outbox.pending()).hasSize(NotifyPlan.MOST - 60);
    }

    @Test
    void noticesOfAChannelThatOnlyAnotherUserHasConfigured_stay() {
        failing(WARNING);
        policy = telling(ChannelKind.NTFY);
        pass(Duration.ofHours(1));
        assertThat(run(WARNING)).containsExactly("ntfy: raised w");
        policy = telling(ChannelKind.SLACK);
        assertThat(run(WARNING)).containsExactly("slack: raised w");
    }

    @Test
    void claimedMessages_areNotSentByAnotherProcess_untilTheClaimEnds() {
        NotifyPlan plan = NotifyPlan.of(outbox, List.of(WARNING), policy, now);
        outbox = plan.claimed(now.plus(Duration.ofMinutes(2)));
        pass(Duration.ofMinutes(1));
        assertThat(run(WARNING)).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(run(WARNING)).containsExactly("slack: raised w");
    }

    @Test
    void outcomeThatIsReportedLate_removesNoOtherNotice() {
        policy = telling(ChannelKind.COMMAND);
        NotifyPlan suspended = NotifyPlan.of(outbox, List.of(WARNING), policy, now);
        outbox = written(suspended.claimed(now.plus(Duration.ofMinutes(2))));
        pass(Duration.ofMinutes(3));
        assertThat(run(WARNING)).containsExactly("command: raised w");
        assertThat(failing(alert("w", Severity.CRITICAL))).containsExactly("command: worse w");
        NotifyReport late =
                new NotifyReport(List.of(Outcome.delivered(suspended.due().getFirst())));
        outbox = written(Settlement.of(outbox, late, now).outbox());
        assertThat(outbox.pending()).extracting(entry -> entry.notice().event()).containsExactly(Notice.Event.WORSE);
    }

    @Test
    void clockThatWentBack_doesNotBlockNotices() {
        now = NOW.plus(Duration.ofDays(3_650));
        failing(WARNING);
        now = NOW;
        assertThat(run(WARNING)).containsExactly("slack: raised w");
        assertThat(run(CRITICAL)).containsExactly("slack: raised c");
    }
}

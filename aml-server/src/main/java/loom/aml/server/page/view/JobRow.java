package loom.aml.server.page.view;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.app.job.JobKind;
import loom.aml.app.text.Amounts;
import loom.aml.server.job.JobPlan;
import loom.aml.server.job.JobReport;

/**
 * A job in a list.
 *
 * @param state whether and by what it runs: {@code scheduled}, {@code by cron}, {@code off}
 * @param isPlanned whether its plan is shown before it starts
 * @param times its cron expression; may be empty
 * @param next when it runs next, in words; empty if the server does not run it
 * @param nextTime the same as a time
 * @param detail a problem, or the reason why it waits; empty if all is well
 */
public record JobRow(
        String job,
        String title,
        String state,
        boolean isPlanned,
        String times,
        String next,
        String nextTime,
        String detail,
        Optional<LastRun> last) {

    /**
     * The last run of a job by the server.
     *
     * @param outcome its outcome as a word
     * @param effect the effect or the reason; may be empty
     */
    public record LastRun(String outcome, String effect, String ago, String time) {}

    public static List<JobRow> of(List<JobPlan> plans, Instant now) {
        return plans.stream().map(plan -> of(plan, now)).toList();
    }

    private static JobRow of(JobPlan plan, Instant now) {
        String title = plan.job().title();
        return new JobRow(
                plan.job().word(),
                title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
                state(plan),
                plan.job() == JobKind.MAINTAIN,
                plan.times(),
                plan.next().map(time -> Words.until(time, now)).orElse(""),
                plan.next().map(Words::time).orElse(""),
                plan.detail(),
                plan.last().map(report -> last(report, now)));
    }

    private static String state(JobPlan plan) {
        return plan.state() == JobPlan.State.ELSEWHERE
                ? "by " + (plan.by().equals("crontab") ? "cron" : plan.by())
                : plan.state().word();
    }

    private static LastRun last(JobReport report, Instant now) {
        return new LastRun(
                report.outcome().word(),
                report.detail(),
                Amounts.ago(report.started(), now),
                Words.time(report.started()));
    }
}

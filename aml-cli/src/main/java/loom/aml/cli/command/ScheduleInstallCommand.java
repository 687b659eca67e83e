package loom.aml.cli.command;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Style;
import loom.aml.cli.schedule.Schedule;
import loom.aml.cli.schedule.Scheduler;
import loom.aml.cli.schedule.Systemd;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Schedules the daily job, the weekly full backup and the hourly health check. */
public final class ScheduleInstallCommand implements Command {
    @Override
    public String example() {
        return "aml schedule install --at 03:40 --print";
    }

    @Override
    public void describe(CommandSpec spec) {
        Scheduling.describe(spec);
        spec.addOption(Options.value(
                String.class,
                "HH:MM",
                "Time of the daily job; the full backup runs on Sundays an hour before (after 04:00, by store).",
                "--at"));
        spec.addOption(Options.flag("Print the entries without installing them.", "--print"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        boolean isPrint = Options.has(arguments, "--print");
        session.store().forReading().close();
        String store = Scheduling.store(session);
        String launcher = Scheduling.entered(LauncherPath.require(session, "schedules"));
        Schedule schedule = Schedule.of(launcher, store, time(arguments, store));
        Scheduler scheduler = Scheduling.chosen(arguments, session, isPrint);
        if (!isPrint) {
            requireNoJobsOfServer(session);
            Scheduling.toldIfStopped(session);
            scheduler.install(schedule);
            for (Scheduler other : Scheduling.all(session)) {
                // Each job must run only once.
                boolean isOther = !other.name().equals(scheduler.name());
                if (isOther && (other instanceof Systemd || other.isThere())) {
                    other.remove(store);
                }
            }
        }
        session.printJson(JsonObject.builder()
                .put("store", store)
                .put("scheduler", scheduler.name())
                .put("printed_only", isPrint)
                .put("text", scheduler.text(schedule))
                .build());
        Style style = session.style();
        session.out().print(scheduler.text(schedule));
        if (!isPrint) {
            session.out()
                    .println(style.done("installed in " + scheduler.name() + "; remove: "
                            + session.location().prefix() + " schedule remove"));
            if (scheduler instanceof Systemd) {
                session.out()
                        .println(style.note(
                                "timers run only while you are logged in, unless you run: loginctl enable-linger"));
            }
        }
        return ExitCode.DONE;
    }

    /** Each job must run only once. */
    private static void requireNoJobsOfServer(Session session) throws IOException {
        List<String> set = Scheduling.jobsOfServer(session);
        if (!set.isEmpty()) {
            throw new IOException(
                    "'aml serve' runs jobs of this store (" + String.join(", ", set)
                            + "), and each job must run only once; remove these settings first, or leave the jobs to the server");
        }
    }

    private static LocalTime time(ParseResult arguments, String store) {
        String at = arguments.matchedOptionValue("--at", "");
        if (at.isEmpty()) {
            return Schedule.usualTime(store);
        }
        try {
            return LocalTime.parse(at.length() == "3:40".length() ? "0" + at : at);
        } catch (DateTimeException e) {
            throw new UsageException("invalid time of day: '" + at + "'; use HH:MM", e);
        }
    }
}

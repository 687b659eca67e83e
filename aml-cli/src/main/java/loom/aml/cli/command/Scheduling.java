package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.job.JobKind;
import loom.aml.app.job.JobPolicy;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.schedule.Crontab;
import loom.aml.cli.schedule.Scheduler;
import loom.aml.cli.schedule.Systemd;
import loom.aml.config.Configuration;
import loom.aml.io.FileName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Selects the store and the scheduler of the schedule commands. */
final class Scheduling {
    private static final String CRON = "--cron";
    private static final String SYSTEMD = "--systemd";

    private Scheduling() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Use the crontab (the default if cron is installed).", CRON));
        spec.addOption(Options.flag("Use timers of the user's systemd.", SYSTEMD));
    }

    /** Returns the resolved path of the store, by which it is scheduled. */
    static String store(Session session) throws IOException {
        Path store = session.location().path().toAbsolutePath().normalize();
        return entered(FileName.text(
                session.disk().state(store).isMissing() ? store : session.disk().realPath(store)));
    }

    /** Rejects paths that cannot be written to crontabs and units, which are lines of text. */
    static String entered(String path) {
        if (path.codePoints().anyMatch(c -> Character.isISOControl(c) || FileName.isByte(c))) {
            throw new UsageException("a schedule cannot hold this path, since it contains control characters or is not"
                    + " UTF-8: " + path + "; rename the directory, or run 'aml maintain' from your own script");
        }
        return path;
    }

    /** Sets the message for an interruption before the first change. */
    static void toldIfStopped(Session session) {
        session.ifStopped("see '" + session.location().prefix() + " schedule show' for the current schedule");
    }

    /** Returns all schedulers that may have entries of aml. */
    static List<Scheduler> all(Session session) {
        return List.of(new Crontab(session), new Systemd(session));
    }

    /** Returns the given schedulers, or all readable ones. */
    static List<Scheduler> named(ParseResult arguments, Session session) throws IOException {
        if (isNamed(arguments)) {
            return List.of(chosen(arguments, session, true));
        }
        List<Scheduler> there = new ArrayList<>();
        for (Scheduler scheduler : all(session)) {
            // Timers are files, which can be read even if systemd is not running.
            if (scheduler instanceof Systemd || scheduler.isThere()) {
                there.add(scheduler);
            }
        }
        return there;
    }

    /** Returns the given scheduler, or the first available one. */
    static Scheduler chosen(ParseResult arguments, Session session, boolean forPrintOnly) throws IOException {
        boolean cron = Options.has(arguments, CRON);
        boolean systemd = Options.has(arguments, SYSTEMD);
        if (cron && systemd) {
            throw new UsageException("either " + CRON + " or " + SYSTEMD + ", not both");
        }
        for (Scheduler scheduler : all(session)) {
            boolean isNamed = scheduler instanceof Crontab ? cron : systemd;
            boolean isRefused = !isNamed && (cron || systemd);
            if (!isRefused && (forPrintOnly && isNamed || scheduler.isThere())) {
                return scheduler;
            }
            if (isNamed) {
                throw new UsageException(scheduler.name() + " cannot be used here; without " + CRON + " and " + SYSTEMD
                        + " aml uses the available one");
            }
        }
        if (forPrintOnly) {
            return new Crontab(session);
        }
        throw new UsageException(
                "neither a crontab program nor a systemd user instance was found; --print shows the jobs without"
                        + " installing them");
    }

    /** Returns the settings with which the server runs jobs of the store, each with its origin. */
    static List<String> jobsOfServer(Session session) throws IOException {
        Configuration configuration = session.configuration().read();
        List<String> settings = new ArrayList<>();
        for (JobKind kind :
                JobPolicy.of(configuration).times().keySet().stream().sorted().toList()) {
            settings.add(kind.setting().name() + " in "
                    + configuration.origin(kind.setting()).where());
        }
        return settings;
    }

    private static boolean isNamed(ParseResult arguments) {
        return Options.has(arguments, CRON) || Options.has(arguments, SYSTEMD);
    }
}

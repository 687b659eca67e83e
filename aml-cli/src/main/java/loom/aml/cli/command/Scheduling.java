package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.schedule.Crontab;
import loom.aml.cli.schedule.Scheduler;
import loom.aml.cli.schedule.Systemd;
import loom.aml.io.FileName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What the commands on the schedule share: which store, and which scheduler. */
final class Scheduling {
    private static final String CRON = "--cron";
    private static final String SYSTEMD = "--systemd";

    private Scheduling() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.flag("By the crontab. Default: by it where there is one, else by systemd.", CRON));
        spec.addOption(Options.flag("By timers of the user's systemd.", SYSTEMD));
    }

    /** The path under which the store is entered: the real one, wherever aml runs. */
    static String store(Session session) throws IOException {
        Path store = session.location().path().toAbsolutePath().normalize();
        return entered(FileName.text(
                session.disk().state(store).isMissing() ? store : session.disk().realPath(store)));
    }

    /** A crontab and a unit are lines of text: a path that they cannot hold is refused, never entered as another one. */
    static String entered(String path) {
        if (path.codePoints().anyMatch(c -> Character.isISOControl(c) || FileName.isByte(c))) {
            throw new UsageException("a schedule cannot hold this path, since it contains control characters or is not"
                    + " UTF-8: " + path + "; rename the directory, or call 'aml maintain' from a script of your own");
        }
        return path;
    }

    /** Says before the first change how to see what is entered if the command is stopped. */
    static void toldIfStopped(Session session) {
        session.ifStopped("what is entered, '" + session.location().prefix() + " schedule show' tells");
    }

    /** All that may hold entries of ours. */
    static List<Scheduler> all(Session session) {
        return List.of(new Crontab(session), new Systemd(session));
    }

    /** The ones that are named, or all that can be looked into. */
    static List<Scheduler> named(ParseResult arguments, Session session) throws IOException {
        if (isNamed(arguments)) {
            return List.of(chosen(arguments, session, true));
        }
        List<Scheduler> there = new ArrayList<>();
        for (Scheduler scheduler : all(session)) {
            // Timers are files, and can be found also where systemd does not run at the moment.
            if (scheduler instanceof Systemd || scheduler.isThere()) {
                there.add(scheduler);
            }
        }
        return there;
    }

    /** The one that is named, or the first that is there. */
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
                        + " aml takes what there is");
            }
        }
        if (forPrintOnly) {
            return new Crontab(session);
        }
        throw new UsageException(
                "there is neither a crontab program nor a systemd of this user here; with --print you see"
                        + " what would be entered");
    }

    private static boolean isNamed(ParseResult arguments) {
        return Options.has(arguments, CRON) || Options.has(arguments, SYSTEMD);
    }
}

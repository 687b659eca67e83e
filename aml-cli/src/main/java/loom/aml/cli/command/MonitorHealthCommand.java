package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.monitor.CheckHealth;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import loom.aml.monitor.Health;
import loom.aml.store.NoStoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Checks the health of a store, for people and monitoring plugins. Writes nothing. */
public final class MonitorHealthCommand implements Command {
    @Override
    public String example() {
        return "aml monitor health --quiet";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.OF_HEALTH;
    }

    /** A failure of the command means UNKNOWN to monitoring systems. */
    @Override
    public ExitCode failure(ExitCode usual) {
        return ExitCode.UNKNOWN;
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        CheckHealth.Request request = new CheckHealth.Request(Optional.ofNullable(storeOf(session)));
        CheckHealth.Result result = new CheckHealth(session.store(), session.frontEnd()).run(request);
        Health health = result.health();
        session.printJson(result.toJson());
        if (session.isSeen()) {
            HealthPrinter.print(health, session);
        } else if (!session.isJson()) {
            complain(health, storeOf(session), session);
        }
        return ExitCode.of(health.status());
    }

    /** Returns the path of the store; null if none was given or found. */
    private static @Nullable String storeOf(Session session) throws IOException {
        try {
            return FileName.text(session.location().path());
        } catch (NoStoreException e) {
            return null;
        }
    }

    /** With --quiet, as from cron, problems are printed with the path of the store. */
    private static void complain(Health health, @Nullable String store, Session session) {
        for (Health.Check check : health.checks()) {
            if (check.status() == Health.Status.WARNING || check.status() == Health.Status.CRITICAL) {
                session.warn(store + ": " + check.name() + " "
                        + check.status().word() + ": " + Printable.of(check.seen())
                        + (check.advice().isEmpty() ? "" : "; " + Printable.of(check.advice())));
            }
        }
    }
}

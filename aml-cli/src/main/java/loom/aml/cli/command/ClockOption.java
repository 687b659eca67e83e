package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.backup.Backup;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.config.Settings;
import loom.aml.run.ClockCheck;
import loom.aml.store.ClockVerdict;
import loom.aml.store.file.FileMemoryStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The option of commands that go by age, and what they make of the clock. */
final class ClockOption {
    private static final String TRUST = "--trust-clock";

    private ClockOption() {}

    static void describe(CommandSpec spec) {
        spec.addOption(
                Options.flag("Go by the clock even if the last sign of life is long ago; see clock.leap.", TRUST));
    }

    /**
     * Judges the clock by backups, too.
     *
     * @param store the store; null if it may not be there
     */
    static ClockVerdict of(ParseResult arguments, Session session, Backup backup, @Nullable FileMemoryStore store)
            throws IOException {
        return isTrusted(arguments)
                ? ClockVerdict.trusting(session.clock().instant())
                : check(session).judge(backup.store(), backup, store);
    }

    /** Whether the clock is right, whatever the store suggests. */
    static boolean isTrusted(ParseResult arguments) {
        return Options.has(arguments, TRUST);
    }

    private static ClockCheck check(Session session) throws IOException {
        return new ClockCheck(session.configuration().get(Settings.CLOCK_LEAP));
    }
}

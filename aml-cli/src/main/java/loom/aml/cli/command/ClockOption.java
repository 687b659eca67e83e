package loom.aml.cli.command;

import loom.aml.cli.Options;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The option of commands that judge by age to trust the clock. */
final class ClockOption {
    private static final String TRUST = "--trust-clock";

    private ClockOption() {}

    static void describe(CommandSpec spec) {
        spec.addOption(
                Options.flag("Trust the clock even if the store has not been used for long; see clock.leap.", TRUST));
    }

    /** Returns whether to trust the clock. */
    static boolean isTrusted(ParseResult arguments) {
        return Options.has(arguments, TRUST);
    }
}

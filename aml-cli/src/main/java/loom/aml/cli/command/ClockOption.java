package loom.aml.cli.command;

import loom.aml.cli.Options;
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

    /** Whether the clock is right, whatever the store suggests. */
    static boolean isTrusted(ParseResult arguments) {
        return Options.has(arguments, TRUST);
    }
}

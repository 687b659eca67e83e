package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.run.RunOptions;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of every command that changes a store.
 *
 * @param isDry whether to change nothing
 * @param explain whether to show each item
 * @param backup whether to create a safety snapshot first
 * @param isAgreed whether to skip the question before large removals
 */
record ChangeOptions(boolean isDry, boolean explain, boolean backup, boolean isAgreed) {
    private static final String DRY_RUN = "--dry-run";
    private static final String EXPLAIN = "--explain";
    private static final String NO_BACKUP = "--no-backup";
    private static final String YES = "--yes";

    static void describe(CommandSpec spec) {
        describeDryRun(spec);
        spec.addOption(Options.flag("Skip the safety snapshot.", NO_BACKUP));
        describeYes(spec);
    }

    /** Adds the option of commands that can show their result without changing anything. */
    static void describeDryRun(CommandSpec spec) {
        spec.addOption(Options.flag("Show what would be done, and change nothing.", DRY_RUN));
    }

    static boolean isDryRun(ParseResult arguments) {
        return Options.has(arguments, DRY_RUN);
    }

    /** Adds the option of commands that ask before large removals. */
    static void describeYes(CommandSpec spec) {
        spec.addOption(Options.flag("Do not ask for confirmation.", "-y", YES));
    }

    static boolean isAgreed(ParseResult arguments) {
        return Options.has(arguments, YES);
    }

    /** Adds the option of commands that decide for each item. */
    static void describeWithExplain(CommandSpec spec) {
        describe(spec);
        spec.addOption(Options.flag("Show each item with the rule and the values (implies " + DRY_RUN + ").", EXPLAIN));
    }

    static ChangeOptions of(ParseResult arguments) {
        boolean explain = Options.has(arguments, EXPLAIN);
        return new ChangeOptions(
                explain || Options.has(arguments, DRY_RUN),
                explain,
                !Options.has(arguments, NO_BACKUP),
                isAgreed(arguments));
    }

    /** Opens the store; read-only for a dry run. */
    OpenStore open(Session session) throws IOException {
        return isDry ? session.store().forReading() : session.store().forChange();
    }

    /** Returns how the run is executed. */
    RunOptions run() {
        return new RunOptions(backup, isAgreed);
    }
}

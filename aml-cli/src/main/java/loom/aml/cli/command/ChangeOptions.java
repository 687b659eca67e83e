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
 * @param isDry whether to look only
 * @param explain whether to show each item
 * @param backup whether to copy files before they are changed
 * @param isAgreed whether to do it without asking, however much it takes away
 */
record ChangeOptions(boolean isDry, boolean explain, boolean backup, boolean isAgreed) {
    private static final String DRY_RUN = "--dry-run";
    private static final String EXPLAIN = "--explain";
    private static final String NO_BACKUP = "--no-backup";
    private static final String YES = "--yes";

    static void describe(CommandSpec spec) {
        describeDryRun(spec);
        spec.addOption(Options.flag("Change files without copying them before.", NO_BACKUP));
        describeYes(spec);
    }

    /** For commands that can show their result without changing anything. */
    static void describeDryRun(CommandSpec spec) {
        spec.addOption(Options.flag("Show what would be done and change nothing.", DRY_RUN));
    }

    static boolean isDryRun(ParseResult arguments) {
        return Options.has(arguments, DRY_RUN);
    }

    /** For commands that would otherwise ask before they take much away. */
    static void describeYes(CommandSpec spec) {
        spec.addOption(Options.flag("Do not ask, however much would be removed.", "-y", YES));
    }

    static boolean isAgreed(ParseResult arguments) {
        return Options.has(arguments, YES);
    }

    /** For commands that judge item by item. */
    static void describeWithExplain(CommandSpec spec) {
        describe(spec);
        spec.addOption(Options.flag("Show each item with the rule and the values; implies " + DRY_RUN + ".", EXPLAIN));
    }

    static ChangeOptions of(ParseResult arguments) {
        boolean explain = Options.has(arguments, EXPLAIN);
        return new ChangeOptions(
                explain || Options.has(arguments, DRY_RUN),
                explain,
                !Options.has(arguments, NO_BACKUP),
                isAgreed(arguments));
    }

    /** Opens the store for what is asked: a dry run cannot change it. */
    OpenStore open(Session session) throws IOException {
        return isDry ? session.store().forReading() : session.store().forChange();
    }

    /** Returns how the run is executed. */
    RunOptions run() {
        return new RunOptions(backup, isAgreed);
    }
}

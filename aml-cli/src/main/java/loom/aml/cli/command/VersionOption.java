package loom.aml.cli.command;

import loom.aml.cli.Options;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.SchemaVersion;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options for the target of a migration. */
final class VersionOption {
    private static final String VERSION = "--version";
    private static final String SKIP_BAD = "--skip-bad";

    private VersionOption() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.value(
                String.class,
                "V",
                "Migrate all items to this version, up or down. Default: migrate older items to "
                        + SchemaVersion.NEWEST_OF_RUNTIME + ", the newest that the TypeScript runtime reads.",
                VERSION));
        spec.addOption(Options.flag("Skip items that cannot be migrated, and list them.", SKIP_BAD));
    }

    static MigratePolicy of(ParseResult arguments) {
        String version = arguments.matchedOptionValue(VERSION, "");
        MigratePolicy policy =
                version.isEmpty() ? MigratePolicy.DEFAULT : MigratePolicy.to(SchemaVersion.parse(version));
        return policy.withSkipBad(Options.has(arguments, SKIP_BAD));
    }
}

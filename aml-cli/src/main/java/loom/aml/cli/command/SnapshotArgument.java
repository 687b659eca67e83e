package loom.aml.cli.command;

import java.time.ZoneId;
import java.util.Optional;
import loom.aml.app.backup.SnapshotChoice;
import loom.aml.cli.Options;
import loom.aml.cli.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The operand and options that select a snapshot. */
final class SnapshotArgument {
    private static final String AT = "--at";

    private static final String BACKUP_ID = "--backup-id";

    private SnapshotArgument() {}

    static void describeOperand(CommandSpec spec) {
        spec.addPositional(Options.operand(
                "SNAPSHOT", "0..1", "The snapshot, or the beginning of its id; see 'aml backup list' (the newest)."));
    }

    /** Adds the option by which older scripts give the snapshot. */
    static void describeId(CommandSpec spec) {
        spec.addOption(Options.value(
                String.class, "SNAPSHOT", "The same as the operand SNAPSHOT; accepted for older scripts.", BACKUP_ID));
    }

    static void describeAt(CommandSpec spec) {
        spec.addOption(Options.value(
                String.class,
                "TIME",
                "The newest snapshot not after this time: 2026-11-23, 2026-11-23T10:30, with Z or +01:00"
                        + " (the local time zone).",
                AT));
    }

    static SnapshotChoice ofOperand(ParseResult arguments) {
        return SnapshotChoice.of(id(arguments));
    }

    /** Returns the snapshot by id or by time, else the newest. */
    static SnapshotChoice of(ParseResult arguments) {
        String id = id(arguments);
        String at = arguments.matchedOptionValue(AT, "");
        if (!id.isEmpty() && !at.isEmpty()) {
            throw new UsageException("either a snapshot or " + AT + ", not both");
        }
        return at.isEmpty()
                ? SnapshotChoice.of(id)
                : new SnapshotChoice("", Optional.of(TimeArgument.parse(at, ZoneId.systemDefault())));
    }

    private static String id(ParseResult arguments) {
        String operand = arguments.matchedPositionalValue(0, "");
        String option = arguments.matchedOptionValue(BACKUP_ID, "");
        if (!operand.isEmpty() && !option.isEmpty() && !operand.equals(option)) {
            throw new UsageException("either a snapshot or " + BACKUP_ID + ", not both");
        }
        return operand.isEmpty() ? option : operand;
    }
}

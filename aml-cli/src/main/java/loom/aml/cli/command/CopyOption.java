package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.backup.CopyTargets;
import loom.aml.app.backup.OpenBackups;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The option that selects a copy of the backups instead of those beside the store. */
final class CopyOption {
    private static final String FROM = "--from";

    private CopyOption() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.value(
                String.class, "PLACE", "Read a copy: a folder, s3://bucket/prefix or gs://bucket/prefix.", FROM));
    }

    static boolean isGiven(ParseResult arguments) {
        return !place(arguments).isEmpty();
    }

    /** Returns the place of the copy with an absolute path; empty if none is given. */
    static Optional<String> place(ParseResult arguments, Session session) {
        return Optional.of(place(arguments)).filter(place -> !place.isEmpty()).map(place -> resolved(place, session));
    }

    private static String place(ParseResult arguments) {
        return arguments.matchedOptionValue(FROM, "");
    }

    /** Opens the copy if one is given, else the backups beside the store. */
    static OpenBackups open(ParseResult arguments, Session session) throws IOException {
        String place = place(arguments);
        return place.isEmpty()
                ? session.store().openBackups()
                : session.store().openCopy(resolved(place, session), new PassphrasePrompt(session));
    }

    /** Returns a place with an absolute path. */
    static String resolved(String place, Session session) {
        return CopyTargets.isAddress(place)
                ? place
                : session.resolve(place).normalize().toString();
    }
}

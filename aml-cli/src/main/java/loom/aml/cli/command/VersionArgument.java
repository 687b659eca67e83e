package loom.aml.cli.command;

import java.time.ZoneId;
import java.util.Optional;
import loom.aml.app.version.NoSuchVersionException;
import loom.aml.app.version.VersionChoice;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;

/** Parses the name of a version of an item: {@code now}, a version, a run, a snapshot or a time. */
final class VersionArgument {
    private VersionArgument() {}

    static VersionChoice parse(String text) {
        if (text.isBlank()) {
            throw new UsageException("name a version of 'aml log', a run, a snapshot, a time or 'now'");
        }
        try {
            return new VersionChoice(text, Optional.of(TimeArgument.parse(text, ZoneId.systemDefault())));
        } catch (UsageException e) {
            return VersionChoice.of(text);
        }
    }

    /** Reports that a version was not found. */
    static ExitCode tell(Session session, NoSuchVersionException e) {
        return fail(session, Printable.of(String.valueOf(e.getMessage())));
    }

    /** Reports a failure. */
    static ExitCode fail(Session session, String what) {
        session.warn(what);
        session.printJson(ErrorDocument.of(ExitCode.FAILED, what).build());
        return ExitCode.FAILED;
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.text.Amounts;
import loom.aml.app.version.CompareVersions;
import loom.aml.app.version.FieldChange;
import loom.aml.app.version.FindVersion;
import loom.aml.app.version.NoSuchVersionException;
import loom.aml.app.version.VersionChoice;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ChangedLines;
import loom.aml.io.Printable;
import loom.aml.item.ItemKey;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Compares two versions of one item. */
public final class DiffCommand implements Command {
    @Override
    public String example() {
        return "aml diff 768e2688 2026-11-22 now";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        spec.addPositional(Options.operand(
                1,
                "A",
                "1",
                "The older version: one of 'aml log', a run (as it left the item), a snapshot or a time."));
        spec.addPositional(Options.operand(2, "B", "0..1", "The newer version, in the same forms (now)."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        VersionChoice before = VersionArgument.parse(arguments.matchedPositionalValue(1, ""));
        VersionChoice after = VersionArgument.parse(arguments.matchedPositionalValue(2, VersionChoice.NOW));
        try (OpenStore opened = session.store().forReading()) {
            ItemArgument.PastFound found = ItemArgument.everIn(arguments, opened, session);
            Optional<ItemKey> key = found.key();
            if (key.isEmpty()) {
                return found.failure();
            }
            CompareVersions.Result compared =
                    new CompareVersions(opened).run(new CompareVersions.Request(key.get(), before, after));
            session.printJson(compared.toJson());
            print(compared, session);
            session.show(compared.findings());
            return compared.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        } catch (NoSuchVersionException e) {
            return VersionArgument.tell(session, e);
        }
    }

    private static void print(CompareVersions.Result compared, Session session) {
        absence(compared.before(), session);
        absence(compared.after(), session);
        for (FieldChange change : compared.changes()) {
            session.out().println(session.style().bold(Printable.of(change.field())));
            ChangedLines.print(change.before().orElse(""), change.after().orElse(""), session.style(), session.out());
        }
        int count = compared.changes().size();
        session.out()
                .println(session.style()
                        .done(
                                count == 0
                                        ? "no field differs"
                                        : Amounts.of(count, "field") + " differ" + (count == 1 ? "s" : "")));
    }

    private static void absence(FindVersion.Result version, Session session) {
        if (version.item().isEmpty()) {
            session.out().println(session.style().note("the item did not exist at " + Printable.of(version.choice())));
        }
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.RevertItem;
import loom.aml.app.version.FindVersion;
import loom.aml.app.version.NoSuchVersionException;
import loom.aml.app.version.VersionChoice;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.edit.InvalidItemException;
import loom.aml.io.Printable;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Gives one item the content of a former version. */
public final class RevertCommand implements Command {
    private static final String TO = "--to";

    @Override
    public String example() {
        return "aml revert 768e2688 --to 2026-11-22";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        spec.addOption(Options.value(
                String.class,
                "VERSION",
                "The former version: one of 'aml log', a run (as it left the item), a snapshot or a time.",
                TO));
        spec.addOption(RevisionOption.spec());
        ChangeOptions.describeDryRun(spec);
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.WITH_CONFLICT;
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        VersionChoice to = VersionArgument.parse(arguments.matchedOptionValue(TO, ""));
        Optional<Revision> revision = RevisionOption.of(arguments);
        boolean isDry = ChangeOptions.isDryRun(arguments);
        try (OpenStore opened =
                isDry ? session.store().forReading() : session.store().forChange()) {
            ItemArgument.PastFound found = ItemArgument.everIn(arguments, opened, session);
            Optional<ItemKey> key = found.key();
            if (key.isEmpty()) {
                return found.failure();
            }
            FindVersion.Result version = new FindVersion(opened).run(new FindVersion.Request(key.get(), to));
            if (version.item().isEmpty()) {
                return VersionArgument.fail(
                        session, "the item did not exist at " + Printable.of(to.text()) + "; 'aml rm' removes an item");
            }
            session.show(version.findings());
            ItemOutcome outcome = new ItemOutcome(session);
            try {
                return outcome.print(
                        new RevertItem(opened)
                                .run(new RevertItem.Request(
                                        key.get(), version.item().get().text(), revision, isDry)),
                        "reverted");
            } catch (ConflictException e) {
                return outcome.conflict(e);
            }
        } catch (NoSuchVersionException e) {
            return VersionArgument.tell(session, e);
        } catch (InvalidItemException e) {
            throw new UsageException("the store cannot hold this version: " + e.getMessage(), e);
        }
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.PinnedItemException;
import loom.aml.app.item.RemoveItem;
import loom.aml.cli.Command;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes one item. */
public final class RmCommand implements Command {
    private static final String REASON = "--reason";

    @Override
    public String example() {
        return "aml rm 768e2688 --reason \"the library was replaced\"";
    }

    @Override
    public void describe(CommandSpec spec) {
        ItemArgument.describe(spec);
        spec.addOption(Options.value(String.class, "TEXT", "The reason, recorded with the archived item.", REASON));
        spec.addOption(RevisionOption.spec());
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.WITH_CONFLICT;
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String reason = arguments.matchedOptionValue(REASON, "").strip();
        if (reason.isEmpty()) {
            throw new UsageException("give a reason for the removal: " + REASON + " TEXT");
        }
        try (OpenStore opened = session.store().forChange()) {
            ItemArgument.Found found = ItemArgument.in(arguments, opened, session);
            Optional<FindItem.Result> result = found.result();
            if (result.isEmpty()) {
                return found.failure();
            }
            ItemOutcome outcome = new ItemOutcome(session);
            try {
                RemoveItem.Request request =
                        new RemoveItem.Request(result.get().item().key(), reason, RevisionOption.of(arguments));
                return outcome.print(new RemoveItem(opened).run(request), "removed");
            } catch (ConflictException e) {
                return outcome.conflict(e);
            } catch (PinnedItemException e) {
                String what = Printable.of(String.valueOf(e.getMessage()));
                session.warn(what);
                session.printJson(ErrorDocument.of(ExitCode.FAILED, what).build());
                return ExitCode.FAILED;
            }
        }
    }
}

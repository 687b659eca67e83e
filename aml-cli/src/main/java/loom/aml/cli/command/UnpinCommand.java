package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.SeveralIdsException;
import loom.aml.app.item.UnpinItem;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes the protection of a pinned item. */
public final class UnpinCommand implements Command {
    @Override
    public String example() {
        return "aml unpin 768e2688-74a4-4876-9e78-1546855da464";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("ID", "1", "The id of the item, or its first characters."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String id = arguments.matchedPositionalValue(0, "");
        try (OpenStore opened = session.store().forChange()) {
            return PinCommand.print(new UnpinItem(opened).run(new UnpinItem.Request(id)), "is not pinned", session);
        } catch (NoSuchItemException e) {
            return NoSuchItem.tell(session, e);
        } catch (SeveralIdsException e) {
            return PinCommand.several(session, e);
        }
    }
}

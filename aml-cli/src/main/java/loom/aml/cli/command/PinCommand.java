package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.item.ListPins;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.PinItem;
import loom.aml.app.item.PinResult;
import loom.aml.app.item.SeveralIdsException;
import loom.aml.cli.Command;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemLabel;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Protects an item from removal by any rule; without an id, lists the pinned items. */
public final class PinCommand implements Command {
    @Override
    public String example() {
        return "aml pin 768e2688-74a4-4876-9e78-1546855da464";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("ID", "0..1", "The id of the item, or its first characters."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String id = arguments.matchedPositionalValue(0, "");
        if (id.isEmpty()) {
            return list(session);
        }
        try (OpenStore opened = session.store().forChange()) {
            return print(new PinItem(opened).run(new PinItem.Request(id)), "is pinned", session);
        } catch (NoSuchItemException e) {
            return NoSuchItem.tell(session, e);
        } catch (SeveralIdsException e) {
            return several(session, e);
        }
    }

    /** Reports that the id is ambiguous. */
    static ExitCode several(Session session, SeveralIdsException e) {
        String what = Printable.of(String.valueOf(e.getMessage()));
        session.warn(what);
        session.printJson(ErrorDocument.of(ExitCode.FAILED, what).build());
        return ExitCode.FAILED;
    }

    private static ExitCode list(Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            ListPins.Result pins = new ListPins(opened).run();
            session.printJson(pins.toJson());
            if (pins.ids().isEmpty()) {
                session.out().println(session.style().note("nothing is pinned"));
            }
            pins.ids()
                    .forEach(id -> session.out()
                            .println((Printable.of(id) + "  "
                                            + ItemLabel.title(pins.titles().getOrDefault(id, "")))
                                    .strip()));
            return ExitCode.DONE;
        }
    }

    /** Prints whether an item is now pinned. */
    static ExitCode print(PinResult result, String state, Session session) {
        session.printJson(result.toJson());
        ExitCode code = ExitCode.of(result.report().outcome());
        if (code == ExitCode.DONE) {
            session.out().println(session.style().done(ItemLabel.of(result.id(), result.title()) + " " + state));
        } else {
            result.report()
                    .findings()
                    .forEach(finding -> session.warn(Printable.of(finding.where() + ": " + finding.what())));
        }
        return code;
    }
}

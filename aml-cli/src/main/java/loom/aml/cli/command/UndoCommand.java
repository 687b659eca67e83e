package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.history.UndoPreview;
import loom.aml.app.history.UndoRun;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.Lines;
import loom.aml.io.Printable;
import loom.aml.run.RemovedItems;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Undoes a run. */
public final class UndoCommand implements Command {
    /** The maximum number of items that a dry run lists without --verbose. */
    private static final int SHOWN = 20;

    @Override
    public String example() {
        return "aml undo 20261123T040000.120Z-3f9a";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(
                Options.operand("RUN", "0..1", "The run, or the beginning of its id; see 'aml history' (the newest)."));
        ChangeOptions.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        UndoRun.Request request = new UndoRun.Request(
                arguments.matchedPositionalValue(0, ""), session.isVerbose() ? Integer.MAX_VALUE : SHOWN);
        ChangeOptions options = ChangeOptions.of(arguments);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened = options.open(session)) {
            UndoRun undo = new UndoRun(opened, session.frontEnd());
            return options.isDry()
                    ? show(undo.preview(request), session)
                    : printer.result(undo.run(request, options.run()));
        } catch (NotUndoableException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    private static ExitCode show(UndoPreview preview, Session session) {
        session.printJson(preview.toJson());
        RemovedItems removed = preview.removed();
        removed.first()
                .forEach(item -> session.out()
                        .println(Lines.cut(
                                "  " + Printable.of(item.collection()) + "/"
                                        + ItemLabel.of(item.id().orElse(null), item.title()),
                                session.style().columns())));
        if (!removed.first().isEmpty() && removed.rest() > 0) {
            session.out().println("  and " + Amounts.count(removed.rest()) + " more; -v lists them");
        }
        String files = Amounts.of(preview.files(), "file");
        session.out()
                .println(session.style()
                        .note(
                                preview.items() == 0
                                        ? "dry run: " + files + " would be restored; nothing was changed"
                                        : "dry run: up to " + Amounts.items(preview.items()) + " would be restored to "
                                                + files + "; nothing was changed"));
        return ExitCode.DONE;
    }
}

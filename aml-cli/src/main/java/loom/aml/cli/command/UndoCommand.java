package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.history.UndoPreview;
import loom.aml.app.history.UndoRun;
import loom.aml.app.run.DeclinedException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Amounts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes a run back. */
public final class UndoCommand implements Command {
    @Override
    public String name() {
        return "undo";
    }

    @Override
    public String summary() {
        return "Put back what a run removed: the newest, or the one that is named";
    }

    @Override
    public String example() {
        return "aml undo 20261123T040000.120Z-3f9a";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("RUN", "0..1", "The run, or how its id begins; see 'aml history'."));
        ChangeOptions.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        UndoRun.Request request = new UndoRun.Request(arguments.matchedPositionalValue(0, ""));
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
        String files = Amounts.of(preview.files(), "file");
        session.out()
                .println(session.style()
                        .note(
                                preview.items() == 0
                                        ? "dry run: " + files + " would be as before; nothing was changed"
                                        : "dry run: up to " + Amounts.items(preview.items())
                                                + " would be put back into " + files + "; nothing was changed"));
        return ExitCode.DONE;
    }
}

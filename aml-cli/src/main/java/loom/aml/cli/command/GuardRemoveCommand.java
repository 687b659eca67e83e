package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.guard.RemoveGuard;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.connect.Scope;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes aml's hooks from the settings of Claude Code. */
public final class GuardRemoveCommand implements Command {

    @Override
    public String example() {
        return "aml guard remove";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        GuardPlaces.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Scope scope = GuardPlaces.scope(arguments);
        session.ifStopped("the file has its old or its new content; 'aml guard status' shows which");
        RemoveGuard.Result result = new RemoveGuard(session.disk(), GuardPlaces.folders(session))
                .run(new RemoveGuard.Request(scope, GuardPlaces.directory(session, scope)));
        session.printJson(result.toJson());
        Style style = session.style();
        String where = scope == Scope.USER ? "in the settings of the user" : "in the settings of this project";
        session.out()
                .println(
                        result.isRemoved()
                                ? style.done("removed the guard; snapshots and records are kept")
                                : style.note("the guard is not installed " + where));
        session.out()
                .println(style.below("file: " + Printable.of(FileName.text(result.file()))
                        + (result.isFileDeleted() ? " (deleted)" : "")));
        return ExitCode.DONE;
    }
}

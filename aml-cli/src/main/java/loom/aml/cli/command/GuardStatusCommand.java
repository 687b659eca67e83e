package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.guard.ShowGuard;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Table;
import loom.aml.connect.Scope;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows in which settings of Claude Code the guard is installed. */
public final class GuardStatusCommand implements Command {

    @Override
    public String example() {
        return "aml guard status";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        // It takes no options of its own.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String command = LauncherPath.of(session).map(ShellWord::ofPosix).orElse("");
        ShowGuard.Result result = new ShowGuard(session.disk(), GuardPlaces.folders(session))
                .run(new ShowGuard.Request(GuardPlaces.directory(session, Scope.USER), command));
        session.printJson(result.toJson(session::inWords));
        Table table = new Table("scope", "state", "events", "&file");
        for (ShowGuard.Place place : result.places()) {
            table.row(
                    place.scope().word(),
                    place.state().word().replace('_', ' '),
                    Integer.toString(place.events().size()),
                    Printable.of(FileName.text(place.file())));
        }
        session.out().print(table.toString(session.style()));
        for (ShowGuard.Place place : result.places()) {
            if (place.failure() != null) {
                session.warn(session.inWords(place.failure()));
            }
            if (place.state() == ShowGuard.State.OUTDATED) {
                session.warn("some hooks are missing, changed or call another aml; 'aml guard install"
                        + (place.scope() == Scope.PROJECT ? " --project" : "") + "' updates them");
            }
        }
        return result.isPartial() ? ExitCode.PARTIAL : ExitCode.DONE;
    }
}

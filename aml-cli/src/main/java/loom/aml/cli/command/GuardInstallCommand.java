package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.guard.InstallGuard;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.connect.Scope;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Enters aml's hooks into the settings of Claude Code. */
public final class GuardInstallCommand implements Command {

    @Override
    public String example() {
        return "aml guard install";
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
        InstallGuard.Request request = new InstallGuard.Request(
                scope, GuardPlaces.directory(session, scope), GuardPlaces.launcher(session, scope));
        session.ifStopped("the file has its old or its new content; 'aml guard status' shows which");
        InstallGuard.Result result = new InstallGuard(session.disk(), GuardPlaces.folders(session)).run(request);
        session.printJson(result.toJson());
        Style style = session.style();
        String where = scope == Scope.USER ? "in all projects" : "in this project";
        session.out()
                .println(
                        switch (result.outcome()) {
                            case INSTALLED -> style.done("the guard is installed " + where);
                            case UPDATED -> style.done("updated the guard " + where);
                            case UNCHANGED ->
                                style.note("the guard is installed " + where + " already; nothing was changed");
                        });
        session.out().println(style.below("file: " + Printable.of(FileName.text(result.file()))));
        session.out().println(style.below("events: " + String.join(", ", result.events())));
        if (result.areDisabled()) {
            session.out().println(style.warning("the settings switch all hooks off: disableAllHooks is true"));
        }
        if (scope == Scope.PROJECT && !GuardPlaces.isOnPath(session)) {
            session.out()
                    .println(
                            style.warning(
                                    "the hooks of a project call 'aml', which is not on your PATH; they do nothing until it is"));
        }
        if (!result.isInstalled()) {
            session.out().println(style.warning("Claude Code has not been used here; install it first"));
        }
        session.out().println(style.note("sessions that are running need a restart; '/hooks' there lists the hooks"));
        return ExitCode.DONE;
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.serve.SystemdService;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes the service of the server. */
public final class ServeRemoveCommand implements Command {
    @Override
    public String example() {
        return "aml serve remove";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public void settle(ParseResult arguments, Session session) throws IOException {
        session.location().settleHere();
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        session.ifStopped("run the command again");
        boolean wasInstalled = new SystemdService(session).remove();
        session.printJson(JsonObject.builder().put("removed", wasInstalled).build());
        session.out()
                .println(
                        wasInstalled
                                ? session.style().done("removed the service; the stores and the token were kept")
                                : session.style().note("no service was installed"));
        return ExitCode.DONE;
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.serve.RunningServer;
import loom.aml.cli.serve.SystemdService;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows whether the server runs, with a link that signs a browser in. */
public final class ServeStatusCommand implements Command {
    @Override
    public String example() {
        return "aml serve status";
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
        Optional<RunningServer> running = RunningServer.find(session);
        boolean isInstalled = new SystemdService(session).installed().isPresent();
        session.printJson(JsonObject.builder()
                .put("running", running.isPresent())
                .put("url", running.map(RunningServer::url).orElse(null))
                .put("link", running.map(RunningServer::link).orElse(null))
                .put("expires", running.map(RunningServer::expires).orElse(null))
                .put("read_only", running.map(RunningServer::isReadOnly).orElse(false))
                .put("installed", isInstalled)
                .build());
        String service = isInstalled ? "; it is installed as a service" : "";
        if (running.isEmpty()) {
            session.out()
                    .println(session.style()
                            .note("no server of yours is running"
                                    + (isInstalled
                                            ? "; 'systemctl --user status aml-serve' shows why"
                                            : "; 'aml serve' starts one")));
        } else {
            session.out()
                    .println(session.style()
                            .done("running at " + running.get().url()
                                    + (running.get().isReadOnly() ? ", read-only" : "") + service));
            session.out().println("  sign in: " + running.get().link());
        }
        return ExitCode.DONE;
    }
}

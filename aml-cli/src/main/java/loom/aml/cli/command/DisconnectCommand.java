package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.connect.DisconnectClient;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.connect.Scope;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes aml's MCP server from the configuration of a client. */
public final class DisconnectCommand implements Command {
    private static final String FORCE = "--force";

    @Override
    public String example() {
        return "aml disconnect claude-code";
    }

    @Override
    public void describe(CommandSpec spec) {
        ClientArguments.describe(spec, "1");
        spec.addOption(Options.flag("Remove a server with the name aml that aml did not enter.", FORCE));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Scope scope = ClientArguments.scope(arguments);
        DisconnectClient.Request request = new DisconnectClient.Request(
                ClientArguments.client(arguments),
                scope,
                ClientArguments.directory(session, scope),
                LauncherPath.of(session),
                Options.has(arguments, FORCE));
        session.ifStopped("the file has its old or its new content; 'aml connect --list' shows the connections");
        DisconnectClient.Result result =
                new DisconnectClient(session.disk(), ClientArguments.folders(session)).run(request);
        session.printJson(result.toJson());
        print(session, result);
        return ExitCode.DONE;
    }

    private static void print(Session session, DisconnectClient.Result result) {
        Style style = session.style();
        String client = result.request().client().title();
        String file = Printable.of(FileName.text(result.file()));
        session.out()
                .println(
                        switch (result.outcome()) {
                            case DISCONNECTED -> style.done("disconnected " + client);
                            case RESTORED ->
                                style.done("disconnected " + client + "; restored the entry that aml had replaced");
                            case NOT_CONNECTED ->
                                style.note(client + " is not connected in the scope of the "
                                        + result.request().scope().word());
                        });
        session.out().println(style.below("file: " + file + (result.isFileDeleted() ? " (deleted)" : "")));
        if (result.backup() != null) {
            session.out().println(style.below("backup: " + Printable.of(FileName.text(result.backup()))));
        }
        if (result.otherScope() != null) {
            session.out()
                    .println(style.note("it is connected with --scope "
                            + result.otherScope().word()));
        }
    }
}

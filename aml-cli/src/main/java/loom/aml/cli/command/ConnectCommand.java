package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.app.connect.ConnectClient;
import loom.aml.app.connect.ListConnections;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.Scope;
import loom.aml.io.FileName;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Enters aml's MCP server into the configuration of a client, or lists the clients. */
public final class ConnectCommand implements Command {
    private static final String LIST = "--list";
    private static final String PRINT = "--print";
    private static final String FORCE = "--force";

    @Override
    public String example() {
        return "aml connect claude-code";
    }

    @Override
    public void describe(CommandSpec spec) {
        ClientArguments.describe(spec, "0..1");
        spec.addOption(Options.flag("Print the entry and its file without changing it.", PRINT));
        spec.addOption(Options.flag("Replace another server with the name aml.", FORCE));
        spec.addOption(Options.flag("List the clients and their connections.", LIST));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ClientFolders folders = ClientArguments.folders(session);
        if (Options.has(arguments, LIST)) {
            requireAlone(arguments);
            return list(session, folders);
        }
        if (!ClientArguments.hasClient(arguments)) {
            throw new UsageException("name the client: 'aml connect claude-code'; '" + LIST + "' lists them");
        }
        Scope scope = ClientArguments.scope(arguments);
        ConnectClient.Request request = new ConnectClient.Request(
                ClientArguments.client(arguments),
                scope,
                ClientArguments.directory(session, scope),
                LauncherPath.require(session, "clients"),
                store(session),
                Options.has(arguments, FORCE));
        ConnectClient useCase = new ConnectClient(session.disk(), folders, session.clock());
        return Options.has(arguments, PRINT)
                ? print(session, useCase.preview(request))
                : connect(session, useCase, request);
    }

    private static void requireAlone(ParseResult arguments) {
        if (ClientArguments.hasClient(arguments)
                || ClientArguments.hasScope(arguments)
                || Options.has(arguments, PRINT)
                || Options.has(arguments, FORCE)) {
            throw new UsageException(LIST + " lists all clients; omit the other arguments");
        }
    }

    /** Returns the real path of the store that was named before the command, which must exist. */
    private static Optional<Path> store(Session session) throws IOException {
        if (session.location().namedPath().isEmpty()) {
            return Optional.empty();
        }
        session.store().forReading().close();
        return Optional.of(session.location().realPath());
    }

    private static ExitCode print(Session session, ConnectClient.Preview preview) {
        session.printJson(preview.toJson());
        session.out().println(Printable.of(FileName.text(preview.file())) + ":");
        session.out().print(preview.text());
        return ExitCode.DONE;
    }

    private static ExitCode connect(Session session, ConnectClient useCase, ConnectClient.Request request)
            throws IOException {
        session.ifStopped("the file has its old or its new content; 'aml connect --list' shows the connections");
        ConnectClient.Result result = useCase.run(request);
        session.printJson(result.toJson());
        Style style = session.style();
        ClientKind client = request.client();
        session.out().println(headline(style, result));
        session.out().println(style.below("command: " + words(result.command().words())));
        session.out().println(style.below("file: " + Printable.of(FileName.text(result.file()))));
        if (result.backup() != null) {
            session.out().println(style.below("backup: " + Printable.of(FileName.text(result.backup()))));
        }
        if (!result.isEnabled()) {
            session.out().println(style.warning("the entry is switched off in that file"));
        }
        if (!result.isInstalled()) {
            session.out().println(style.warning(client.title() + " has not been used here; install it first"));
        }
        session.out().println(style.note("to check, start " + client.title() + " again and " + client.check()));
        return ExitCode.DONE;
    }

    private static String headline(Style style, ConnectClient.Result result) {
        String where = result.request().scope() == Scope.USER ? " in all projects" : " in this project";
        String client = result.request().client().title();
        return switch (result.outcome()) {
            case CONNECTED -> style.done("connected " + client + where);
            case REPLACED -> style.done("connected " + client + where + "; replaced the entry that was there");
            case UNCHANGED -> style.note(client + " is connected" + where + " already; nothing was changed");
        };
    }

    private static String words(List<String> words) {
        return String.join(" ", words.stream().map(ShellWord::of).toList());
    }

    private static ExitCode list(Session session, ClientFolders folders) throws IOException {
        ListConnections.Result result = new ListConnections(session.disk(), folders)
                .run(new ListConnections.Request(
                        ClientArguments.directory(session, Scope.USER), LauncherPath.of(session)));
        session.printJson(result.toJson(session::inWords));
        Table table = new Table("client", "scope", "state", "&command", "&file");
        for (ListConnections.Client client : result.clients()) {
            String title = client.kind().title();
            if (client.connections().isEmpty()) {
                table.row(title, "", client.isInstalled() ? "not connected" : "not found", "", "");
            }
            for (ListConnections.Connection connection : client.connections()) {
                table.row(
                        title,
                        connection.scope().word(),
                        connection.state().word(),
                        words(connection.words()),
                        Printable.of(FileName.text(connection.file())));
            }
        }
        session.out().print(table.toString(session.style()));
        for (ListConnections.Client client : result.clients()) {
            for (ListConnections.Connection connection : client.connections()) {
                if (connection.failure() != null) {
                    session.warn(session.inWords(connection.failure()));
                }
            }
        }
        return result.isPartial() ? ExitCode.PARTIAL : ExitCode.DONE;
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.serve.Browser;
import loom.aml.cli.serve.ServerFolder;
import loom.aml.cli.serve.WebServer;
import loom.aml.config.ServeSettings;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Serves pages, REST and MCP for the stores of this machine until the process is stopped. */
public final class ServeCommand implements Command {
    static final String PORT = "--port";
    static final String READ_ONLY = "--read-only";
    private static final String OPEN = "--open";
    private static final String CHECK = "--check";
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final int HIGHEST_PORT = 65_535;

    @Override
    public String example() {
        return "aml serve --open";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.USUAL_OF_SERVERS;
    }

    @Override
    public void describe(CommandSpec spec) {
        describeServer(spec);
        spec.addOption(Options.flag("Open the sign-in link in the browser.", OPEN));
        spec.addOption(Options.flag("Start, print the addresses and stop at once.", CHECK));
    }

    /** Adds the operands and options that determine how the server works. */
    static void describeServer(CommandSpec spec) {
        spec.addPositional(Options.operands("PATH", "The stores to serve (all stores of this machine)."));
        spec.addOption(Options.value(Integer.class, "PORT", "Listen on this port (serve.port); 0 for any.", PORT));
        spec.addOption(Options.flag("Refuse every change.", READ_ONLY));
    }

    @Override
    public void settle(ParseResult arguments, Session session) throws IOException {
        session.location().settleHere();
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        boolean isCheck = Options.has(arguments, CHECK);
        if (isCheck && Options.has(arguments, OPEN)) {
            throw new UsageException(OPEN + " is not for " + CHECK + ", which stops the server at once");
        }
        int port = port(arguments, session.configuration().get(ServeSettings.PORT));
        ServerFolder folder = ServerFolder.of(session);
        WebServer.Options options =
                new WebServer.Options(port, stores(arguments, session), Options.has(arguments, READ_ONLY));
        try (WebServer server =
                WebServer.start(session, folder.token(), options, AgentFrontEnd::new, new AgentFailures(session))) {
            if (isCheck) {
                print(server, folder, options, "", session);
            } else {
                serve(server, folder, options, Options.has(arguments, OPEN), session);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private static void serve(
            WebServer server, ServerFolder folder, WebServer.Options options, boolean isOpened, Session session)
            throws IOException, InterruptedException {
        try (SmallHeap _ = SmallHeap.start(server::calls, IDLE)) {
            session.deferStop();
            folder.offerMetrics();
            folder.announce(server.url());
            print(server, folder, options, "; stop with Ctrl-C", session);
            server.startDuties();
            // The printed link works once, so the browser gets one of its own.
            if (isOpened && !Browser.open(folder.leadTo(server.signInLink()), session)) {
                session.warn("neither xdg-open nor open was found; open the link yourself");
            }
            session.awaitStop();
        } finally {
            folder.withdraw(server.url());
        }
    }

    /** Returns the named port, or the usual one. */
    static int port(ParseResult arguments, int usual) {
        int port = arguments.matchedOptionValue(PORT, usual);
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UsageException(PORT + " takes a port from 0 to " + HIGHEST_PORT + ", not " + port);
        }
        return port;
    }

    /** Returns the real paths of the named stores. */
    static List<Path> stores(ParseResult arguments, Session session) throws IOException {
        List<Path> stores = new ArrayList<>();
        for (String word : arguments.matchedPositionalValue(0, new String[0])) {
            if (word.isEmpty()) {
                throw new UsageException("the path of a store is empty: is a variable not set?");
            }
            Path named = session.resolve(word);
            if (session.disk().state(named).isMissing()) {
                throw new UsageException(word + " does not exist; 'aml stores' lists the stores of this machine");
            }
            stores.add(session.disk().realPath(named));
        }
        return stores;
    }

    private static void print(
            WebServer server, ServerFolder folder, WebServer.Options options, String hint, Session session)
            throws IOException {
        String link = server.signInLink();
        int stores = server.stores();
        session.printJson(JsonObject.builder()
                .put("url", server.url())
                .put("link", link)
                .put("token_file", folder.tokenFile().toString())
                .put("stores", stores)
                .put("read_only", options.isReadOnly())
                .build());
        session.out()
                .println(session.style()
                        .done("serving " + Amounts.of(stores, "store") + " at " + server.url()
                                + (options.isReadOnly() ? ", read-only" : "") + hint));
        session.out().println("  sign in: " + link);
        session.out()
                .println("  "
                        + session.style()
                                .faint("the link works once, for 10 minutes; 'aml serve status' prints another"));
        session.out().flush();
    }
}

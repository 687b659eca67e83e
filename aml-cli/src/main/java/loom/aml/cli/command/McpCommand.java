package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.CreateStore;
import loom.aml.app.graph.HostedGraph;
import loom.aml.app.host.ChangeWatch;
import loom.aml.app.host.MemoryHost;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.Version;
import loom.aml.cli.serve.TokenFile;
import loom.aml.json.JsonObject;
import loom.aml.server.compat.ServerMemory;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.http.Access;
import loom.aml.server.http.Credentials;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import loom.aml.server.http.Mount;
import loom.aml.server.http.mcp.McpEndpoint;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.memory.MemoryServer;
import loom.aml.server.stdio.StdioTransport;
import loom.aml.store.StoreOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Serves the memory to agents over the Model Context Protocol until the client disconnects. */
public final class McpCommand implements Command {
    private static final String READ_ONLY = "--read-only";
    private static final String TOOLS = "--tools";
    private static final String AGENT = "--agent";
    private static final String LIST = "--list";
    private static final String COMPAT = "--compat";
    private static final String SERVER_MEMORY = "server-memory";
    private static final String HTTP = "--http";
    private static final String TOKEN = "--token-file";
    private static final String PATH = "/mcp";
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final int HIGHEST_PORT = 65_535;

    @Override
    public String example() {
        return "aml mcp --agent reviewer";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Offer only the tools that change nothing.", READ_ONLY));
        spec.addOption(Options.words("TOOL", "Offer only these tools.", TOOLS));
        spec.addOption(Options.value(
                String.class, "AGENT", "Add to the memory of this agent (the only one, or the client).", AGENT));
        spec.addOption(Options.flag("List the tools and the tokens that they take, and exit.", LIST));
        spec.addOption(Options.choice(
                List.of(SERVER_MEMORY), "SERVER", "Offer the tools of another server over its FILE instead.", COMPAT));
        spec.addPositional(Options.operand("FILE", "0..1", "The memory file of the other server."));
        spec.addOption(Options.value(
                Integer.class, "PORT", "Listen on this port of 127.0.0.1 instead of standard input.", HTTP));
        spec.addOption(
                Options.value(String.class, "FILE", "Require the bearer token in FILE from HTTP clients.", TOKEN));
    }

    /** The parser of JSON computes tables when it is loaded. */
    @Override
    public void prepare() {
        Thread.ofPlatform().daemon().name("aml-prepare").start(JsonObject::prepare);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        MemoryServer.Options options = new MemoryServer.Options(
                Version.NUMBER,
                Options.has(arguments, READ_ONLY),
                Set.copyOf(Options.wordsOf(arguments, TOOLS)),
                Optional.ofNullable(arguments.matchedOptionValue(AGENT, (String) null)),
                arguments.hasMatchedOption(HTTP));
        Optional<HostOptions> http = http(arguments, session);
        AgentFailures failures = new AgentFailures(session);
        if (session.isJson() && !Options.has(arguments, LIST)) {
            throw new UsageException("--json is for " + LIST + "; a server speaks its own protocol");
        }
        if (arguments.hasMatchedOption(COMPAT)) {
            return compatible(arguments, http, session);
        }
        if (arguments.hasMatchedPositional(0)) {
            throw new UsageException("FILE is for " + COMPAT);
        }
        try (MemoryHost host = new MemoryHost(
                session.store(),
                session::random,
                new DeliveringFrontEnd(session, session::store),
                () -> create(session))) {
            ServerDescription description = MemoryServer.describe(host, options, failures);
            if (Options.has(arguments, LIST)) {
                list(description, session);
                return ExitCode.DONE;
            }
            McpServer server = new McpServer(description, failures::report);
            try (ChangeWatch _ = ChangeWatch.start(
                            session.store(), ChangeWatch.INTERVAL, server::hasSubscribers, server::resourcesUpdated);
                    SmallHeap _ = SmallHeap.start(server::requests, IDLE)) {
                serve(server, http, session);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    /** Serves a memory file with the tools of another server. */
    private static ExitCode compatible(ParseResult arguments, Optional<HostOptions> http, Session session)
            throws IOException {
        String file = arguments.matchedPositionalValue(0, "");
        if (file.isEmpty()) {
            throw new UsageException("name the memory file: 'aml mcp " + COMPAT + " " + SERVER_MEMORY + " FILE'");
        }
        for (String option : List.of(READ_ONLY, TOOLS, AGENT, LIST)) {
            if (arguments.hasMatchedOption(option)) {
                throw new UsageException(
                        option + " is not for " + COMPAT + ", whose tools are those of the other server");
            }
        }
        Path place = session.location().settle(session.resolve(file));
        try (HostedGraph graph = HostedGraph.open(session.disk(), place, StoreOptions.DEFAULT, session.random())) {
            McpServer server = ServerMemory.create(graph, Version.NUMBER, session::warn);
            try (SmallHeap _ = SmallHeap.start(server::requests, IDLE)) {
                serve(server, http, session);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private static void serve(McpServer server, Optional<HostOptions> http, Session session)
            throws IOException, InterruptedException {
        if (http.isPresent()) {
            serve(server, http.get(), session);
        } else {
            StdioTransport.DEFAULT.serve(server, session.input(), session.protocolOutput());
        }
    }

    private static void list(ServerDescription description, Session session) {
        ToolList tools = ToolList.of(description);
        session.printJson(tools.toJson());
        tools.print(session.out(), session.style());
    }

    /** Creates the named store, or that of the working directory. */
    private static void create(Session session) throws IOException {
        String path = session.location().namedPath().orElse(InitCommand.DEFAULT_PATH);
        new CreateStore(session.disk())
                .run(new CreateStore.Request(session.location().settle(session.resolve(path))));
    }

    private static Optional<HostOptions> http(ParseResult arguments, Session session) throws IOException {
        if (!arguments.hasMatchedOption(HTTP)) {
            if (arguments.hasMatchedOption(TOKEN)) {
                throw new UsageException(TOKEN + " is for " + HTTP);
            }
            return Optional.empty();
        }
        int port = arguments.matchedOptionValue(HTTP, 0);
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UsageException(HTTP + " takes a port from 0 to " + HIGHEST_PORT + ", not " + port);
        }
        HostOptions options = HostOptions.loopback(port);
        String file = arguments.matchedOptionValue(TOKEN, "");
        if (file.isEmpty()) {
            return Optional.of(options);
        }
        String token = TokenFile.read(
                session.disk(), session.resolve(file), "write a new one into a file of yours with mode 600");
        return Optional.of(options.withCredentials(new Credentials(token, session.clock())));
    }

    /** Serves until the process is stopped. */
    private static void serve(McpServer server, HostOptions options, Session session)
            throws IOException, InterruptedException {
        Access access = options.credentials() == null ? Access.OPEN : Access.TOKEN;
        Mount mount = new Mount(PATH, access, new McpEndpoint(PATH, server, McpEndpoint.Limits.DEFAULT));
        try (HttpHost http = HttpHost.start(options, List.of(mount), new AgentFailures(session)::report)) {
            session.deferStop();
            session.warn("listening on http://127.0.0.1:" + http.address().getPort() + PATH + "; stop with Ctrl-C");
            session.awaitStop();
        }
    }

    @Override
    public List<ExitCode> exitCodes() {
        return ExitCode.USUAL_OF_SERVERS;
    }
}

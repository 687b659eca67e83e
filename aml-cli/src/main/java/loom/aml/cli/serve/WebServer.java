package loom.aml.cli.serve;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import loom.aml.app.FrontEnd;
import loom.aml.cli.Session;
import loom.aml.cli.Version;
import loom.aml.cli.schedule.InstalledJobs;
import loom.aml.config.ServeSettings;
import loom.aml.server.event.Events;
import loom.aml.server.event.StoreWatches;
import loom.aml.server.http.Access;
import loom.aml.server.http.Credentials;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import loom.aml.server.http.LateEndpoint;
import loom.aml.server.http.Mount;
import loom.aml.server.http.mcp.McpByStore;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.memory.Failures;
import loom.aml.server.memory.MemoryServer;
import loom.aml.server.metrics.HostFigures;
import loom.aml.server.metrics.MetricsEndpoint;
import loom.aml.server.operation.Operations;
import loom.aml.server.page.Assets;
import loom.aml.server.page.Pages;
import loom.aml.server.rest.RestEndpoint;
import loom.aml.server.service.FailureMapping;
import loom.aml.server.service.HostServices;
import loom.aml.server.service.NoticeDelivery;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.server.stores.ServedStores;

/** The server: pages, REST and MCP for the stores, on one host. */
public final class WebServer implements AutoCloseable {
    private static final String MCP = "/mcp";

    private final HttpHost host;
    private final Operations operations;
    private final HostServices services;
    private final NoticeDelivery notices;
    private final JobScheduler jobs;

    /**
     * The options of a server.
     *
     * @param port the port; 0 for any that is free
     * @param named the real paths of the stores; those of this machine if empty
     * @param isReadOnly whether every change is refused
     */
    public record Options(int port, List<Path> named, boolean isReadOnly) {}

    private WebServer(
            HttpHost host, Session session, Options options, Function<Session, FrontEnd> frontEnds, Failures failures)
            throws IOException {
        this.host = host;
        Events events = new Events();
        this.operations = new Operations(events, session.clock());
        FailureMapping mapping = new FailureMapping(failures::inWords, failures::report);
        this.services = new HostServices(
                new ServedStores(new ServedSessions(session, options.named(), frontEnds)),
                new StoreOperations(operations, mapping),
                events,
                new StoreWatches(events),
                mapping,
                session.clock(),
                options.isReadOnly());
        this.notices = new NoticeDelivery(services);
        this.jobs = new JobScheduler(
                services,
                new JobScheduler.Environment(
                        ServerFolder.of(session).jobNotes(),
                        new InstalledJobs(session),
                        ZoneId.systemDefault(),
                        session::random));
    }

    /**
     * Starts a server.
     *
     * @param frontEnds returns the front end for use cases on a store
     * @param failures describes and reports failures
     */
    public static WebServer start(
            Session session, String token, Options options, Function<Session, FrontEnd> frontEnds, Failures failures)
            throws IOException {
        HttpHost host = listen(hostOptions(session, token, options.port()), failures);
        WebServer server = new WebServer(host, session, options, frontEnds, failures);
        host.start(server.mounts(failures));
        return server;
    }

    private static HttpHost listen(HostOptions how, Failures failures) throws IOException {
        try {
            return new HttpHost(how, failures::report);
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on " + how.address() + ": " + e.getMessage()
                            + "; another server may be running ('aml serve status'), or choose another --port",
                    e);
        }
    }

    private static HostOptions hostOptions(Session session, String token, int port) throws IOException {
        String address = session.configuration().get(ServeSettings.ADDRESS);
        Optional<SSLContext> tls = Keystore.of(session);
        List<String> names = new ArrayList<>();
        for (String name : session.configuration().get(ServeSettings.NAMES).split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        HostOptions options = HostOptions.loopback(port)
                .withCredentials(new Credentials(token, session.clock()))
                .withNames(names);
        options = tls.isPresent() ? options.withTls(tls.get()) : options;
        InetAddress inet = InetAddress.getByName(address);
        if (!inet.isLoopbackAddress() && tls.isEmpty()) {
            throw new IOException(
                    "serve.address is " + address + ", which other machines reach; set serve.keystore for TLS first");
        }
        if (names.isEmpty() && HostOptions.needsName(inet)) {
            throw new IOException(
                    "serve.address is " + address + "; set serve.names to the names under which the server is reached");
        }
        return options.withAddress(new InetSocketAddress(inet, port));
    }

    private List<Mount> mounts(Failures failures) {
        Assets assets = new Assets();
        return List.of(
                new Mount("/", Access.SIGNED_IN, new Pages(services, jobs, assets)),
                new Mount(Assets.PATH, Access.OPEN, assets),
                new Mount(
                        RestEndpoint.ROOT,
                        Access.SIGNED_IN,
                        new LateEndpoint(() -> new RestEndpoint(services, jobs, host::signInLink))),
                new Mount(
                        MetricsEndpoint.PATH,
                        Access.METRICS,
                        new MetricsEndpoint(services, new HostFigures(Version.NUMBER, services, host::calls))),
                new Mount(MCP, Access.TOKEN, new McpByStore(MCP, id -> mcp(id, failures))));
    }

    private Optional<McpServer> mcp(String id, Failures failures) throws IOException {
        try {
            ServedStore store = services.stores().require(id);
            MemoryServer.Options how =
                    new MemoryServer.Options(Version.NUMBER, services.isReadOnly(), Set.of(), Optional.empty(), true);
            McpServer server = new McpServer(MemoryServer.describe(store.memory(), how, failures), failures::report);
            services.watches().watch(store, server::hasSubscribers, server::resourcesUpdated);
            return Optional.of(server);
        } catch (NoSuchStoreException e) {
            return Optional.empty();
        }
    }

    /** Starts to send due notices and to run jobs; a server that refuses changes does neither. */
    public void startDuties() {
        notices.start();
        jobs.start();
    }

    /** Returns the beginning of all addresses. */
    public String url() {
        return host.url();
    }

    /** Returns a link that signs a browser in once. */
    public String signInLink() {
        return host.signInLink();
    }

    /** Returns the number of calls, which grows. */
    public long calls() {
        return host.calls();
    }

    /** Returns the number of stores. */
    public int stores() throws IOException {
        return services.stores().list().stores().size();
    }

    /** Ends streams and operations, answers calls in progress, and stops. */
    @Override
    public void close() throws IOException {
        notices.close();
        jobs.close();
        operations.close();
        host.close();
        services.watches().close();
        services.stores().close();
    }
}

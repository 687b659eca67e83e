package loom.aml.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Serves endpoints over HTTP until closed. Each call has a virtual thread of its own, and passes one guard.
 *
 * <p>The limits of the JDK's server apply to the process: 1,024 connections, 100 headers with 32 kB in all, and 30 seconds
 * until a request is complete.
 */
public final class HttpHost implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    /** The time for which a stop waits for calls in progress, in seconds. */
    private static final int GRACE = 10;

    static {
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", "30");
        setUnlessSet("sun.net.httpserver.maxReqHeaders", "100");
        setUnlessSet("sun.net.httpserver.maxReqHeaderSize", String.valueOf(32 << 10));
        setUnlessSet("jdk.httpserver.maxConnections", String.valueOf(BACKLOG));
    }

    private final HostOptions options;
    private final HttpServer http;
    private final ExecutorService threads;
    private final ClientWrites writes;
    private final Consumer<Throwable> unexpected;
    private final Cookies cookies;
    private final Guard guard;
    private final List<Mount> mounts = new ArrayList<>();
    private final LongAdder calls = new LongAdder();

    /**
     * Listens, so that the address is known. Calls wait until the host is started.
     *
     * @param unexpected receives unexpected failures, whose details clients do not see
     */
    public HttpHost(HostOptions options, Consumer<Throwable> unexpected) throws IOException {
        this.options = options;
        this.unexpected = unexpected;
        this.http = create(options);
        this.cookies = new Cookies("aml-" + http.getAddress().getPort(), options.tls() != null);
        this.guard = new Guard(options, cookies);
        this.writes = new ClientWrites(options.patience());
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /**
     * Starts a host.
     *
     * @param unexpected receives unexpected failures, whose details clients do not see
     */
    public static HttpHost start(HostOptions options, List<Mount> mounts, Consumer<Throwable> unexpected)
            throws IOException {
        HttpHost host = new HttpHost(options, unexpected);
        host.start(mounts);
        return host;
    }

    /** Starts to answer calls. */
    public void start(List<Mount> endpoints) {
        mounts.addAll(endpoints);
        if (options.credentials() != null) {
            SignIn signIn = new SignIn(guard, cookies);
            mounts.add(new Mount(SignIn.PATH, Access.OPEN, signIn));
            mounts.add(new Mount(SignIn.OUT, Access.SIGNED_IN, signIn));
            mounts.add(
                    new Mount(Credentials.PROOF_PATH, Access.OPEN, new ServerProof(options.credentials(), this::url)));
        }
        // The longest path first.
        mounts.sort(
                Comparator.comparingInt((Mount mount) -> mount.path().length()).reversed());
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    private static HttpServer create(HostOptions options) throws IOException {
        SSLContext tls = options.tls();
        if (tls == null) {
            return HttpServer.create(options.address(), BACKLOG);
        }
        HttpsServer https = HttpsServer.create(options.address(), BACKLOG);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        return https;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Returns the address that the host listens on. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    /** Returns the beginning of all addresses of the host, without a slash at the end. */
    public String url() {
        return options.scheme() + "://" + options.name() + ":"
                + http.getAddress().getPort();
    }

    /** Returns a link that signs a browser in. It works once. */
    public String signInLink() {
        return url() + SignIn.PATH + "?code="
                + options.required().orElseThrow().codes().create();
    }

    /** Returns the number of calls so far. */
    public long calls() {
        return calls.sum();
    }

    private void serve(HttpExchange exchange) throws IOException {
        calls.increment();
        try (exchange) {
            SafetyHeaders.set(exchange.getResponseHeaders());
            RequestTarget target;
            try {
                target = RequestTarget.of(exchange.getRequestURI());
            } catch (HttpFailure failure) {
                String path = exchange.getRequestURI().getRawPath();
                refuse(new HttpCall(exchange, RequestTarget.ROOT, writes), mount(path == null ? "" : path), failure);
                return;
            }
            answer(new HttpCall(exchange, target, writes));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Mount> mount(String path) {
        return mounts.stream().filter(each -> each.covers(path)).findFirst();
    }

    private void answer(HttpCall call) throws IOException, InterruptedException {
        Optional<Mount> mount = mount(call.path());
        try {
            guard.admit(call, mount.map(Mount::access).orElse(Access.OPEN));
            if (mount.isEmpty()) {
                throw new HttpFailure(404, "not found");
            }
            mount.get().endpoint().handle(call);
        } catch (HttpFailure failure) {
            refuse(call, mount, failure);
        } catch (RuntimeException e) {
            unexpected.accept(e);
            refuse(call, mount, new HttpFailure(500, "internal error; the log of aml has the details"));
        }
    }

    private static void refuse(HttpCall call, Optional<Mount> mount, HttpFailure failure) throws IOException {
        refuse(
                call,
                failure,
                mount.map(each -> each.endpoint().explain(failure)).orElseGet(() -> HttpBody.text(failure.message())));
    }

    private static void refuse(HttpCall call, HttpFailure failure, HttpBody body) throws IOException {
        if (!call.isBegun()) {
            failure.headers().forEach(call::set);
            call.answer(failure.status(), body);
        }
    }

    /** Ends all streams, waits a few seconds for calls in progress and stops. */
    @Override
    public void close() {
        mounts.forEach(mount -> mount.endpoint().close());
        http.stop(GRACE);
        threads.shutdownNow();
        writes.close();
    }
}

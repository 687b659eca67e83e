package loom.aml.server.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import loom.aml.TestStore;
import loom.aml.app.job.JobKind;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.server.event.Events;
import loom.aml.server.event.StoreWatches;
import loom.aml.server.fixture.TestStores;
import loom.aml.server.http.Access;
import loom.aml.server.http.Credentials;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import loom.aml.server.http.Mount;
import loom.aml.server.job.JobNotes;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.operation.HostStoppingException;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.operation.Operations;
import loom.aml.server.operation.Work;
import loom.aml.server.service.FailureMapping;
import loom.aml.server.service.HostServices;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.ServedStores;

/** A host that serves the pages of one store to a client. */
final class PageHost implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final HttpHost host;
    private final Operations operations;
    private final ServedStores stores;
    private final List<Route> routes;
    private final String store;

    private PageHost(boolean isReadOnly, Access access, TestStore... served) throws IOException {
        TestStore store = served[0];
        this.stores = new ServedStores(new TestStores(List.of(served)));
        this.store = addressOf(store);
        Events events = new Events();
        this.operations = new Operations(events, InstantSource.system());
        FailureMapping failures = new FailureMapping(e -> String.valueOf(e.getMessage()), PageHost::unexpected);
        HostServices services = new HostServices(
                stores,
                new StoreOperations(operations, failures),
                events,
                new StoreWatches(events),
                failures,
                store::now,
                isReadOnly);
        HostOptions options = HostOptions.loopback(0)
                .withCredentials(new Credentials(Credentials.newToken(), InstantSource.system()));
        JobScheduler jobs = new JobScheduler(
                services,
                new JobScheduler.Environment(
                        new JobNotes(new LocalDisk(), store.root().resolveSibling("jobs")),
                        _ -> Map.of(JobKind.HEALTH, "crontab"),
                        ZoneOffset.UTC,
                        () -> new SplittableRandom(1)));
        Assets assets = new Assets();
        Pages pages = new Pages(services, jobs, assets);
        this.routes = pages.routes();
        List<Mount> mounts = List.of(new Mount("/", access, pages), new Mount(Assets.PATH, Access.OPEN, assets));
        this.host = HttpHost.start(options, mounts, PageHost::unexpected);
    }

    static PageHost of(TestStore... stores) throws IOException {
        return new PageHost(false, Access.OPEN, stores);
    }

    static PageHost readOnly(TestStore store) throws IOException {
        return new PageHost(true, Access.OPEN, store);
    }

    /** Serves browsers that signed in. */
    static PageHost signedIn(TestStore store) throws IOException {
        return new PageHost(false, Access.SIGNED_IN, store);
    }

    private static void unexpected(Throwable e) {
        throw new AssertionError(e);
    }

    String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + host.address().getPort();
    }

    /** Returns a link with which a browser signs in. */
    String link() {
        return host.signInLink();
    }

    /** Returns all addresses that the pages have. */
    List<Route> routes() {
        return routes;
    }

    /** Starts work on the first store, and returns the address of its page. */
    String work(Work work) throws OperationRunningException, HostStoppingException {
        String id = store.substring("/stores/".length());
        Operation operation = operations.start(
                id,
                "work",
                work,
                e -> JsonObject.builder().put("detail", e.getMessage()).build());
        return store + "/operations/" + operation.id();
    }

    /** Returns the address of one of the stores below that of the host. */
    String addressOf(TestStore one) throws IOException {
        return stores.all().stream()
                .filter(each -> each.found().path().equals(one.root()))
                .map(each -> "/stores/" + each.id())
                .findFirst()
                .orElseThrow();
    }

    /** Returns the address of the first store below that of the host. */
    String store() {
        return store;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> packed(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends a form. */
    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Follows the address in an answer until it leads nowhere else and no work is running. */
    HttpResponse<String> settled(HttpResponse<String> answer) throws IOException, InterruptedException {
        return settled(answer.headers().firstValue("Location").orElseThrow());
    }

    /** Gets a page whose work, if it has some, has ended. */
    HttpResponse<String> settled(String at) throws IOException, InterruptedException {
        HttpResponse<String> page = get(at);
        while (page.body().contains("data-running")) {
            Thread.sleep(20);
            page = get(at);
        }
        return page;
    }

    @Override
    public void close() throws IOException {
        host.close();
        operations.close();
        stores.close();
    }
}

package loom.aml.server.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.service.HostServices;
import loom.aml.server.service.StoreOperations;

/** The REST interface. Its description in OpenAPI is at {@code /api/v1/openapi.json}. */
public final class RestEndpoint implements Endpoint {
    /** The path of the interface. */
    public static final String ROOT = "/api/v1";

    private final HostServices services;
    private final Problems problems;
    private final List<Route> routes;

    /** @param links returns a new link that signs a browser in */
    public RestEndpoint(HostServices services, JobScheduler jobs, Supplier<String> links) {
        this.services = services;
        this.problems = new Problems(services.failures());
        this.routes = routes(services, jobs, links).stream()
                .sorted(Comparator.comparingInt(Route::variables))
                .toList();
    }

    /** Returns all routes in the order of the description. */
    static List<Route> routes(HostServices services, JobScheduler jobs, Supplier<String> links) {
        StoreOperations operations = services.operations();
        List<Route> routes = new ArrayList<>();
        routes.addAll(new DescriptionResource().routes());
        routes.addAll(new StoreResource(services).routes());
        routes.addAll(new ItemResource().routes());
        routes.addAll(new VersionResource().routes());
        routes.addAll(new PinResource().routes());
        routes.addAll(new RunResource(operations).routes());
        routes.addAll(new SnapshotResource(operations).routes());
        routes.addAll(new SuggestionResource().routes());
        routes.addAll(new MaintenanceResource(operations).routes());
        routes.addAll(new JobResource(jobs).routes());
        routes.addAll(new MonitorResource().routes());
        routes.addAll(new OperationResource(operations).routes());
        routes.addAll(new EventResource(services).routes());
        routes.addAll(new SignInResource(services, links).routes());
        return routes;
    }

    /** Returns the address of an operation. */
    static String operation(String id) {
        return ROOT + "/operations/" + id;
    }

    @Override
    public void handle(HttpCall http) throws IOException, InterruptedException {
        try {
            List<String> segments = http.segmentsBelow(ROOT);
            Route route = route(http, segments);
            if (services.isReadOnly() && route.isChange()) {
                throw new Problem(
                        403, "read_only", "this server only reads; start it without --read-only to change stores");
            }
            RestCall call = new RestCall(http, route, route.match(segments).orElseThrow(), services.stores());
            call.requireKnownParameters();
            route.handler().handle(call);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            send(http, problems.of(e));
        }
    }

    private Route route(HttpCall http, List<String> segments) throws Problem {
        String method = http.method().equals("HEAD") ? "GET" : http.method();
        return routes.stream()
                .filter(each ->
                        each.method().equals(method) && each.match(segments).isPresent())
                .findFirst()
                .orElseThrow(() -> missing(http, segments));
    }

    private Problem missing(HttpCall http, List<String> segments) {
        TreeSet<String> allowed = new TreeSet<>();
        routes.stream().filter(each -> each.match(segments).isPresent()).forEach(each -> allowed.add(each.method()));
        return allowed.isEmpty()
                ? new Problem(404, "not_found", "nothing has this address; see " + ROOT + "/openapi.json")
                : new Problem(405, "method_not_allowed", "method not allowed: " + http.method())
                        .withHeader("Allow", String.join(", ", allowed));
    }

    private static void send(HttpCall http, Problem problem) throws IOException {
        if (!http.isBegun()) {
            problem.headers().forEach(http::set);
            http.answer(problem.status(), problem.body());
        }
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        return Problems.of(failure).body();
    }

    @Override
    public void close() {
        services.events().close();
    }
}

package loom.aml.server.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;

/** The REST interface. Its description in OpenAPI is at {@code /api/v1/openapi.json}. */
public final class RestEndpoint implements Endpoint {
    /** The path of the interface. */
    public static final String ROOT = "/api/v1";

    private final Services services;
    private final Problems problems;
    private final List<Route> routes;

    public RestEndpoint(Services services) {
        this.services = services;
        this.problems = new Problems(services.words());
        this.routes = routes(services, problems).stream()
                .sorted(Comparator.comparingInt(Route::variables))
                .toList();
    }

    /** Returns all routes in the order of the description. */
    static List<Route> routes(Services services, Problems problems) {
        Starter starter = new Starter(services, problems);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new DescriptionResource().routes());
        routes.addAll(new StoreResource(services).routes());
        routes.addAll(new ItemResource().routes());
        routes.addAll(new PinResource().routes());
        routes.addAll(new RunResource(starter).routes());
        routes.addAll(new SnapshotResource(starter).routes());
        routes.addAll(new MaintenanceResource(starter).routes());
        routes.addAll(new MonitorResource().routes());
        routes.addAll(new OperationResource(services).routes());
        routes.addAll(new EventResource(services).routes());
        routes.addAll(new SignInResource(services).routes());
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
            RestCall call = call(http, segments);
            call.requireKnownParameters();
            route(http, segments).orElseThrow().handler().handle(call);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (Problems.isUnexpected(e)) {
                services.unexpected().accept(e);
            }
            send(http, problems.of(e));
        }
    }

    private RestCall call(HttpCall http, List<String> segments) throws Problem {
        Optional<Route> found = route(http, segments);
        if (found.isEmpty()) {
            throw missing(http, segments);
        }
        Route route = found.get();
        if (services.isReadOnly() && route.isChange()) {
            throw new Problem(
                    403, "read_only", "this server only reads; start it without --read-only to change stores");
        }
        Map<String, String> path = route.match(segments).orElseThrow();
        return new RestCall(http, route, path, services.stores());
    }

    private Optional<Route> route(HttpCall http, List<String> segments) {
        String method = http.method().equals("HEAD") ? "GET" : http.method();
        return routes.stream()
                .filter(each ->
                        each.method().equals(method) && each.match(segments).isPresent())
                .findFirst();
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

package loom.aml.server.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import loom.aml.locate.FoundStore;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.page.view.Frame;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.StoreLink;
import loom.aml.server.service.HostServices;

/** Answers with the pages. */
public final class Pages implements Endpoint {
    private static final Pattern RUN = Pattern.compile("[0-9TZ.]+-[0-9a-f]+");

    private final HostServices services;
    private final Assets assets;
    private final Templates templates = new Templates();
    private final List<Route> routes = new ArrayList<>();

    /** @param assets the files that the pages refer to */
    public Pages(HostServices services, JobScheduler jobs, Assets assets) {
        this.services = services;
        this.assets = assets;
        OperationPages operations = new OperationPages(services.operations());
        routes.addAll(new StorePages(jobs).routes());
        routes.addAll(new ItemPages().routes());
        routes.addAll(new ItemChangePages().routes());
        routes.addAll(new VersionPages().routes());
        routes.addAll(new MapPages().routes());
        routes.addAll(new RunPages(operations).routes());
        routes.addAll(new BackupPages(operations).routes());
        routes.addAll(new SuggestionPages(operations).routes());
        routes.addAll(new SimilarPages(operations).routes());
        routes.addAll(new MaintenancePages(jobs).routes());
        routes.addAll(new JobPages(jobs).routes());
        routes.addAll(new SettingsPages().routes());
        routes.addAll(operations.routes());
    }

    /** Returns all addresses. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure {
        List<String> segments = call.segmentsBelow("/");
        Route found = null;
        List<String> values = List.of();
        boolean isKnown = false;
        for (Route route : routes) {
            Optional<List<String>> match = route.match(segments);
            isKnown |= match.isPresent();
            if (match.isPresent() && isMethod(call, route)) {
                found = route;
                values = match.get();
                break;
            }
        }
        if (found == null) {
            throw isKnown
                    ? new HttpFailure(405, "this page does not accept " + call.method())
                    : new HttpFailure(404, "no page has this address");
        }
        if (!call.isSafe() && services.isReadOnly()) {
            throw new HttpFailure(403, "this host is read-only; nothing was changed");
        }
        answer(new PageCall(services, call, values), found);
    }

    private static boolean isMethod(HttpCall call, Route route) {
        return route.method().equals(call.method().equals("HEAD") ? "GET" : call.method());
    }

    private void answer(PageCall call, Route route) throws IOException, HttpFailure {
        Answer answer;
        try {
            answer = route.handler().answer(call);
        } catch (Exception e) {
            throw PageFailures.of(e, services.failures());
        }
        switch (answer) {
            case Answer.Page page -> send(call.http(), page.status(), body(page, frame(call, page)));
            case Answer.Redirect redirect -> {
                call.http().set("Location", redirect.location());
                call.http().answer(303);
            }
            case Answer.Data data -> {
                call.http().set("Cache-Control", "private, no-cache");
                call.http().set("ETag", '"' + data.tag() + '"');
                if (call.http().isKnown(data.tag())) {
                    call.http().answer(304);
                } else {
                    send(call.http(), 200, data.body());
                }
            }
        }
    }

    private HttpBody body(Answer.Page page, Frame frame) {
        Map<String, Object> values = new HashMap<>(page.values());
        values.put("frame", frame);
        return templates.render(page.template(), values);
    }

    private Frame frame(PageCall call, Answer.Page page) throws IOException {
        List<StoreLink> links = new ArrayList<>();
        Optional<StoreLink> current = Optional.empty();
        for (FoundStore store : services.stores().known()) {
            StoreLink link = new StoreLink(store.id(), StoreNames.of(store));
            links.add(link);
            if (page.section() != Section.STORES && call.isOf(store.id())) {
                current = Optional.of(link);
            }
        }
        return new Frame(
                page.title(),
                current,
                page.section(),
                links,
                services.isReadOnly(),
                call.query("done").filter(run -> RUN.matcher(run).matches()),
                assets.base());
    }

    private static void send(HttpCall call, int status, HttpBody body) throws IOException {
        call.set("Vary", "Accept-Encoding");
        if (call.header("Accept-Encoding").orElse("").contains("gzip")) {
            call.set("Content-Encoding", "gzip");
            call.answer(status, new HttpBody(body.type(), Assets.gzip(body.bytes())));
        } else {
            call.answer(status, body);
        }
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        Frame frame = new Frame(
                failure.status() == 401 ? "Sign in" : "Not done",
                Optional.empty(),
                Section.STORES,
                List.of(),
                services.isReadOnly(),
                Optional.empty(),
                assets.base());
        return templates.render(
                "failure", Map.of("frame", frame, "status", failure.status(), "message", failure.message()));
    }

    @Override
    public void close() {
        // Has no streams.
    }
}

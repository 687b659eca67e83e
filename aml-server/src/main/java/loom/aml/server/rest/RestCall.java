package loom.aml.server.rest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.operation.Operation;
import loom.aml.server.schema.Violation;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.server.stores.ServedStores;

/** A call of a route. Used by one thread. */
final class RestCall {
    /** The maximum size of a body in bytes. No item of a runtime comes close. */
    static final int LARGEST_BODY = 1 << 20;

    private static final String ANY = "*";

    private final HttpCall http;
    private final Route route;
    private final Map<String, String> path;
    private final ServedStores stores;

    RestCall(HttpCall http, Route route, Map<String, String> path, ServedStores stores) {
        this.http = http;
        this.route = route;
        this.path = path;
        this.stores = stores;
    }

    HttpCall http() {
        return http;
    }

    /** Returns the value of a name in the path. */
    String path(String name) {
        return Objects.requireNonNull(path.get(name), name);
    }

    /** Returns the store in the path. */
    ServedStore store() throws IOException, NoSuchStoreException {
        return stores.require(path("store"));
    }

    /** Returns normally if the query has known parameters only. */
    void requireKnownParameters() throws Problem {
        for (String name : http.query().names()) {
            if (route.parameters().stream().noneMatch(each -> each.name().equals(name))) {
                throw Problem.usage("unknown parameter '" + name + "'; there is "
                        + (route.parameters().isEmpty()
                                ? "none here"
                                : String.join(
                                        ", ",
                                        route.parameters().stream()
                                                .map(Parameter::name)
                                                .toList())));
            }
        }
        for (Parameter parameter : route.parameters()) {
            if (parameter.isRequired() && text(parameter.name()).isEmpty()) {
                throw Problem.usage("the parameter '" + parameter.name() + "' is required: " + parameter.description());
            }
        }
    }

    /** Returns a parameter of the query; empty if it is absent or blank. */
    Optional<String> text(String name) {
        return http.query().first(name).filter(value -> !value.isBlank());
    }

    List<String> texts(String name) {
        return http.query().all(name);
    }

    boolean flag(String name) throws Problem {
        String value = http.query().first(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.usage(name + " must be true or false, not '" + value + "'");
        }
        return value.equals("true");
    }

    int number(String name) throws Problem {
        Parameter parameter = route.parameters().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return (int) parameter.schema().number("default");
        }
        long least = parameter.schema().number("minimum");
        long most = parameter.schema().number("maximum");
        try {
            int value = Integer.parseInt(given.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw Problem.usage(name + " must be a number from " + least + " to " + most + ", not '" + given.get() + "'");
    }

    /** Returns the body as it was sent, which is a JSON object. */
    byte[] json() throws IOException, HttpFailure, Problem {
        if (!http.header("Content-Type").orElse("").strip().startsWith("application/json")) {
            throw new HttpFailure(415, "the content type must be application/json");
        }
        byte[] text = http.body(LARGEST_BODY);
        parse(text);
        return text;
    }

    /**
     * Returns the body; an empty object if the request has none.
     *
     * @throws Problem if it violates the schema of the route: a value of another type would be read as absent, and an absent
     *     restriction means everything
     */
    JsonObject options() throws IOException, HttpFailure, Problem {
        boolean isAbsent = http.header("Content-Type").isEmpty() && http.body(LARGEST_BODY).length == 0;
        JsonObject options = isAbsent ? JsonObject.builder().build() : parse(json());
        List<Violation> violations = route.check(options);
        if (!violations.isEmpty()) {
            throw Problem.usage("invalid body: "
                    + violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        }
        return options;
    }

    private static JsonObject parse(byte[] text) throws Problem {
        try {
            return JsonObject.parseUntrusted(text);
        } catch (JsonSyntaxException e) {
            throw Problem.usage("the body must be a JSON object: " + e.getMessage());
        }
    }

    /**
     * Returns the revision that the request expects; empty if any.
     *
     * @throws Problem if the request does not say, with the present revision
     */
    Optional<Revision> expected(Revision present) throws Problem {
        Optional<String> given = http.header("If-Match").map(String::strip);
        if (given.isEmpty()) {
            throw new Problem(
                            428,
                            "revision_required",
                            "name the revision to change in the header If-Match; the item has revision " + present)
                    .withHeader("ETag", quoted(present));
        }
        if (given.get().equals(ANY)) {
            return Optional.empty();
        }
        String tag = given.get();
        return Optional.of(Optional.of(tag)
                .filter(text -> text.length() > 1 && text.startsWith("\"") && text.endsWith("\""))
                .flatMap(text -> Revision.parse(text.substring(1, text.length() - 1)))
                .orElseThrow(() -> Problem.usage("If-Match takes one entity tag such as " + quoted(present)
                        + ", or * for any revision, not " + tag)));
    }

    static String quoted(Revision revision) {
        return '"' + revision.toString() + '"';
    }

    /** Returns whether the client has this revision already. */
    boolean isKnown(Revision revision) {
        return http.isKnown(revision.toString());
    }

    /** Answers with the document of a command. */
    void answer(int status, String command, JsonObject document) throws IOException {
        send(status, StoreOperations.document(command, document));
    }

    /** Answers with a document that no command prints. */
    void send(int status, JsonObject document) throws IOException {
        http.answer(status, new HttpBody("application/json", document.toUtf8()));
    }

    /** Answers that an operation was started, with its address. */
    void accepted(Operation operation) throws IOException {
        http.set("Location", RestEndpoint.operation(operation.id()));
        send(202, operation.toJson());
    }
}

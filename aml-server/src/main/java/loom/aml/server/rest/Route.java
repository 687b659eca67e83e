package loom.aml.server.rest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.schema.SchemaValidator;
import loom.aml.server.schema.Violation;
import org.jspecify.annotations.Nullable;

/** An operation of the interface: its address, its description and its handler. Immutable once built. */
final class Route {
    private final String method;
    private final String path;
    private final String id;
    private final String summary;
    private final List<Parameter> parameters;
    private final Map<Integer, Form> answers;
    private final @Nullable JsonObject body;
    private final @Nullable SchemaValidator validator;
    private final boolean needsBody;
    private final boolean isConditional;
    private final boolean isHarmless;
    private final Handler handler;

    /** Answers a call. */
    interface Handler {
        void handle(RestCall call) throws Exception;
    }

    /**
     * The form of an answer.
     *
     * @param schema the name of its schema in {@code docs/json}; empty if it has no body or another type
     * @param type its content type; empty if it has no body
     */
    record Form(String schema, String type, String description) {}

    private Route(Builder builder, Handler handler) {
        this.method = builder.method;
        this.path = builder.path;
        this.id = builder.id;
        this.summary = builder.summary;
        this.parameters = List.copyOf(builder.parameters);
        this.answers = new LinkedHashMap<>(builder.answers);
        this.body = builder.body;
        this.validator = body == null ? null : new SchemaValidator(body);
        this.needsBody = builder.needsBody;
        this.isConditional = builder.isConditional;
        this.isHarmless = builder.isHarmless;
        this.handler = handler;
    }

    /**
     * Begins a route.
     *
     * @param path the path below the root of the interface, with names in braces
     * @param id a name for clients that are generated
     */
    static Builder of(String method, String path, String id, String summary) {
        return new Builder(method, path, id, summary);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String id() {
        return id;
    }

    String summary() {
        return summary;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    Map<Integer, Form> answers() {
        return answers;
    }

    /** Returns the schema of the body of the request; empty if it has none. */
    Optional<JsonObject> body() {
        return Optional.ofNullable(body);
    }

    /** Returns the violations of a body against its schema. */
    List<Violation> check(JsonObject given) {
        return validator == null ? List.of() : validator.check(given);
    }

    boolean needsBody() {
        return needsBody;
    }

    /** Returns whether a request must name the revision that it changes. */
    boolean isConditional() {
        return isConditional;
    }

    /** Returns whether a server that only reads refuses it. */
    boolean isChange() {
        return !method.equals("GET") && !isHarmless;
    }

    Handler handler() {
        return handler;
    }

    /** Returns the values of the names in the path; empty if the path is another one. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> own = segments();
        if (own.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < own.size(); i++) {
            String expected = own.get(i);
            if (expected.startsWith("{")) {
                if (segments.get(i).isBlank()) {
                    return Optional.empty();
                }
                values.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private List<String> segments() {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    /** Returns the number of names in the path; of several routes that match, the one with the fewest applies. */
    int variables() {
        return (int) path.chars().filter(c -> c == '{').count();
    }

    /** Builds a route. */
    static final class Builder {
        private final String method;
        private final String path;
        private final String id;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private final Map<Integer, Form> answers = new LinkedHashMap<>();
        private @Nullable JsonObject body;
        private boolean needsBody;
        private boolean isConditional;
        private boolean isHarmless;

        private Builder(String method, String path, String id, String summary) {
            this.method = method;
            this.path = path;
            this.id = id;
            this.summary = summary;
        }

        Builder takes(Parameter parameter) {
            parameters.add(parameter);
            return this;
        }

        /** The request has a body, which may be omitted. */
        Builder mayHave(JsonObject schema) {
            body = schema;
            return this;
        }

        /** The request needs a body. */
        Builder needs(JsonObject schema) {
            needsBody = true;
            return mayHave(schema);
        }

        /** A request must name the revision that it changes. */
        Builder conditional() {
            isConditional = true;
            return this;
        }

        /** It changes no store although its method is not GET. */
        Builder harmless() {
            isHarmless = true;
            return this;
        }

        /** The request is answered with a document. */
        Builder answers(int status, String schema, String description) {
            answers.put(status, new Form(schema, "application/json", description));
            return this;
        }

        /** The request is answered in another form. */
        Builder answersAs(int status, String type, String description) {
            answers.put(status, new Form("", type, description));
            return this;
        }

        /** The request starts an operation. */
        Builder startsOperation() {
            return answers(202, "operation", "The operation was started; its address is in the header Location.");
        }

        Route by(Handler handler) {
            return new Route(this, handler);
        }
    }
}

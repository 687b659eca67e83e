package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.rest.RestEndpoint;
import tools.jackson.databind.JsonNode;

/** Calls the REST interface, and checks each answer against its description in OpenAPI and the schemas of the commands. */
final class RestClient {
    private static final String DOCUMENT = "file:///openapi.json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;
    private final JsonNode description;
    private final SchemaRegistry schemas;
    private final JsonSchemas commands = new JsonSchemas();
    private final Set<String> succeeded = new TreeSet<>();

    RestClient(String url, String token) throws IOException {
        this.base = url + RestEndpoint.ROOT;
        this.token = token;
        String text;
        try (InputStream in = Objects.requireNonNull(RestEndpoint.class.getResourceAsStream("openapi.json"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        this.description = JsonSchemas.parse(text);
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(DOCUMENT, text)));
    }

    /** An answer that is as described. */
    record Answer(int status, HttpResponse<String> response) {
        JsonObject json() {
            try {
                return JsonObject.parse(response.body());
            } catch (JsonSyntaxException e) {
                throw new IllegalArgumentException(response.body(), e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElseThrow(() -> new AssertionError("no header " + name));
        }

        String error() {
            return json().string("error").orElse("");
        }
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    /** Sends a request with the token. A body is JSON. */
    Answer send(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        requireDescribed(method, path, response);
        return new Answer(response.statusCode(), response);
    }

    private void requireDescribed(String method, String path, HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode operation = operation(method, path);
        JsonNode form = operation.path("responses").path(String.valueOf(status));
        if (status < 400) {
            assertThat(form.isObject())
                    .as(method + " " + path + " answered " + status)
                    .isTrue();
            succeeded.add(operation.path("operationId").asString());
        } else if (!operation.isObject()) {
            form = operation("GET", "/openapi.json").path("responses").path("default");
        } else {
            form = operation.path("responses").path("default");
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        JsonNode content = form.path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).isEmpty();
            return;
        }
        assertThat(content.has(type)).as(type).isTrue();
        String reference = content.path(type).path("schema").path("$ref").asString("");
        if (!reference.isEmpty()) {
            List<String> faults = schemas
                    .getSchema(SchemaLocation.of(DOCUMENT + reference))
                    .validate(response.body(), InputFormat.JSON)
                    .stream()
                    .map(Error::toString)
                    .toList();
            assertThat(faults).as(method + " " + path + "\n" + response.body()).isEmpty();
        }
        String command = JsonSchemas.parse(response.body()).path("command").asString("");
        if (!command.isEmpty()) {
            assertThat(commands.faults(command.replace(' ', '-'), response.body()))
                    .isEmpty();
        }
    }

    /** Returns the description of an operation; a missing node if it is not described. */
    private JsonNode operation(String method, String path) {
        String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        List<String> templates = description.path("paths").propertyNames().stream()
                .sorted((one, other) -> Long.compare(variables(one), variables(other)))
                .toList();
        for (String template : templates) {
            JsonNode operation = description.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
            if (operation.isObject() && plain.matches(template.replaceAll("\\{[a-z]+\\}", "[^/]+"))) {
                return operation;
            }
        }
        return description.path("none");
    }

    private static long variables(String template) {
        return template.chars().filter(c -> c == '{').count();
    }

    /** Waits for the end of the operation that a request started. */
    JsonObject result(Answer started) throws IOException, InterruptedException {
        assertThat(started.status()).as(started.response().body()).isEqualTo(202);
        String location = started.header("Location");
        while (true) {
            JsonObject operation =
                    get(location.substring(RestEndpoint.ROOT.length())).json();
            if (!operation.string("state").orElse("").equals("running")) {
                assertThat(operation.string("state")).as(operation.toString()).contains("done");
                JsonObject result = operation.object("result").orElseThrow();
                String command = operation.string("operation").orElseThrow();
                assertThat(result.string("command")).contains(command);
                assertThat(commands.faults(command.replace(' ', '-'), result.toString()))
                        .isEmpty();
                return result;
            }
            Thread.sleep(20);
        }
    }

    /** Returns the operations that nothing called successfully. */
    Set<String> uncalled() {
        Set<String> all = new TreeSet<>();
        description
                .path("paths")
                .valueStream()
                .forEach(path -> path.valueStream()
                        .forEach(operation ->
                                all.add(operation.path("operationId").asString())));
        all.removeAll(succeeded);
        return all;
    }
}

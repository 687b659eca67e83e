package loom.aml.server.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Describes the routes in OpenAPI 3.1, with the schemas of {@code docs/json}. */
final class OpenApiDocument {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SUFFIX = ".schema.json";
    private static final String COMPONENTS = "#/components/schemas/";

    private static final Map<String, String> NAMES = Map.of(
            "store", "The id of a store.",
            "item", "The id of an item, or its first characters.",
            "version",
                    "A version as the list names it, a run (the item as it left it), a snapshot, a time such as 2026-11-22T10:30:00Z, or now.",
            "run", "The id of a run.",
            "snapshot", "The id of a snapshot, or its first characters.",
            "suggestion", "The name of a suggestion, or its first characters.",
            "alert", "The id of an alert, or its first characters.",
            "operation", "The id of an operation.",
            "job", "The name of a job.");

    private final Path schemas;

    private OpenApiDocument(Path schemas) {
        this.schemas = schemas;
    }

    /** @param schemas the folder with the schemas */
    static String of(List<Route> routes, Path schemas) throws IOException {
        ObjectNode document = new OpenApiDocument(schemas).document(routes);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    private ObjectNode document(List<Route> routes) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        document.put("openapi", "3.1.1");
        ObjectNode info = document.putObject("info");
        info.put("title", "aml");
        info.put("summary", "The memory of AI coding agents");
        info.put(
                "description",
                "The use cases and the documents of the command line. Every change is a run and can be undone. Errors"
                        + " are problem documents. Work that takes longer than an answer is an operation.");
        info.put("version", "1");
        document.putArray("servers").addObject().put("url", RestEndpoint.ROOT);
        document.putArray("security").addObject().putArray("token");
        document.withArray("security").addObject().putArray("cookie");
        ObjectNode paths = document.putObject("paths");
        Set<String> used = new TreeSet<>(Set.of("problem"));
        for (Route route : routes) {
            ObjectNode path = paths.withObjectProperty(route.path());
            path.set(route.method().toLowerCase(Locale.ROOT), operation(route, used));
        }
        ObjectNode components = document.putObject("components");
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("token").put("type", "http").put("scheme", "bearer");
        security.putObject("cookie")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "aml-PORT")
                .put("description", "Set by a sign-in link. Changes also need the header Origin of this host.");
        components.set("schemas", schemas(used));
        return document;
    }

    private static ObjectNode operation(Route route, Set<String> used) {
        ObjectNode operation = JSON.createObjectNode();
        operation.put("operationId", route.id());
        operation.put("summary", route.summary());
        ArrayNode parameters = operation.putArray("parameters");
        for (String part : route.path().split("/")) {
            if (part.startsWith("{")) {
                String name = part.substring(1, part.length() - 1);
                parameter(parameters, name, "path", true, NAMES.get(name)).put("type", "string");
            }
        }
        for (Parameter one : route.parameters()) {
            ObjectNode schema = parameter(parameters, one.name(), "query", one.isRequired(), one.description());
            schema.setAll((ObjectNode) JSON.readTree(one.schema().toString()));
        }
        if (route.isConditional()) {
            parameter(
                            parameters,
                            "If-Match",
                            "header",
                            true,
                            "The entity tag of the revision to change, or * for any revision.")
                    .put("type", "string");
        }
        route.body().ifPresent(body -> {
            ObjectNode request = operation.putObject("requestBody");
            request.put("required", route.needsBody());
            request.putObject("content").putObject("application/json").set("schema", JSON.readTree(body.toString()));
        });
        ObjectNode responses = operation.putObject("responses");
        route.answers().forEach((status, form) -> {
            ObjectNode response = responses.putObject(String.valueOf(status));
            response.put("description", form.description());
            if (!form.type().isEmpty()) {
                ObjectNode content = response.putObject("content").putObject(form.type());
                if (!form.schema().isEmpty()) {
                    used.add(form.schema());
                    content.putObject("schema").put("$ref", COMPONENTS + form.schema());
                }
            }
        });
        ObjectNode otherwise = responses.putObject("default");
        otherwise.put("description", "The request was not carried out.");
        otherwise
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", COMPONENTS + "problem");
        return operation;
    }

    private static ObjectNode parameter(
            ArrayNode parameters, String name, String in, boolean isRequired, String description) {
        ObjectNode parameter = parameters.addObject();
        parameter.put("name", name).put("in", in).put("required", isRequired).put("description", description);
        return parameter.putObject("schema");
    }

    /** Returns the schemas with these names and all that they refer to. */
    private ObjectNode schemas(Set<String> used) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        Deque<String> open = new ArrayDeque<>(used);
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            if (!all.has(name)) {
                ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(schemas.resolve(name + SUFFIX)));
                schema.remove(List.of("$schema", "examples"));
                refer(name, schema, open);
                all.set(name, schema);
            }
        }
        return all;
    }

    /** Changes references to files into references within the document. */
    private static void refer(String file, JsonNode node, Deque<String> open) {
        if (node instanceof ObjectNode object && object.path("$ref").isString()) {
            String reference = object.path("$ref").asString();
            if (reference.startsWith("#")) {
                object.put("$ref", COMPONENTS + file + reference.substring(1));
            } else {
                String name = reference.substring(0, reference.indexOf(SUFFIX));
                open.add(name);
                String rest = reference.substring(name.length() + SUFFIX.length());
                object.put("$ref", COMPONENTS + name + (rest.isEmpty() ? "" : rest.substring(1)));
            }
        }
        node.valueStream().forEach(child -> refer(file, child, open));
    }
}

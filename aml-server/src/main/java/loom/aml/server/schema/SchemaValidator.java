package loom.aml.server.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Validates values against one schema. Supports types, constants, bounds, patterns, properties, items, combined schemas and
 * references within the document. The constructor rejects schemas with other keywords, so no rule is silently ignored.
 */
public final class SchemaValidator {
    private static final Set<String> CHECKED = Set.of(
            "type",
            "const",
            "enum",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "then",
            "else",
            "$ref");
    /** Keywords that describe a value without restricting it. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$id",
            "$anchor",
            "$defs",
            "$comment",
            "title",
            "description",
            "default",
            "examples",
            "format",
            "deprecated",
            "readOnly",
            "writeOnly",
            "enumNames");

    private static final List<String> LISTS_OF_SCHEMAS = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> SCHEMAS = List.of("items", "additionalProperties", "if", "then", "else");
    /** Limits the length of error messages. */
    private static final int MOST_VIOLATIONS = 10;

    private static final int MOST_REFERENCES = 32;

    private final JsonObject root;

    /** @throws IllegalArgumentException if the schema uses a keyword that this validator does not know */
    public SchemaValidator(JsonObject schema) {
        this.root = schema;
        requireKnownKeywords(schema);
    }

    private void requireKnownKeywords(JsonObject schema) {
        for (String keyword : schema.keys()) {
            if (!CHECKED.contains(keyword) && !ANNOTATIONS.contains(keyword) && !keyword.startsWith("x-")) {
                throw new IllegalArgumentException("the schema keyword \"" + keyword + "\" is not supported");
            }
        }
        schema.string("$ref").ifPresent(this::definition);
        schema.string("pattern").ifPresent(Pattern::compile);
        LISTS_OF_SCHEMAS.forEach(keyword -> schema.objects(keyword).forEach(this::requireKnownKeywords));
        SCHEMAS.forEach(keyword -> schema.object(keyword).ifPresent(this::requireKnownKeywords));
        for (String keyword : List.of("properties", "$defs")) {
            schema.object(keyword)
                    .ifPresent(named ->
                            named.keys().forEach(name -> named.object(name).ifPresent(this::requireKnownKeywords)));
        }
    }

    /** Returns the violations of a value, empty if it is valid. */
    public List<Violation> check(@Nullable Object value) {
        List<Violation> found = new ArrayList<>();
        check(root, value, "", found, 0);
        return found.size() > MOST_VIOLATIONS ? List.copyOf(found.subList(0, MOST_VIOLATIONS)) : List.copyOf(found);
    }

    private void check(JsonObject schema, @Nullable Object value, String path, List<Violation> found, int references) {
        Optional<String> reference = schema.string("$ref");
        if (reference.isPresent()) {
            if (references == MOST_REFERENCES) {
                throw new IllegalArgumentException("the schema references itself: " + reference.get());
            }
            check(definition(reference.get()), value, path, found, references + 1);
        }
        if (!Types.matches(schema.value("type"), value)) {
            found.add(new Violation(path, "must be " + Types.inWords(schema.value("type"))));
            return;
        }
        checkConstants(schema, value, path, found);
        if (value instanceof String text) {
            Bounds.checkText(schema, text, path, found);
        } else if (value instanceof Number number) {
            Bounds.checkNumber(schema, number, path, found);
        } else if (value instanceof List<?> list) {
            Bounds.checkSize(schema, list.size(), path, found);
            schema.object("items").ifPresent(items -> {
                for (int i = 0; i < list.size(); i++) {
                    check(items, list.get(i), path + '[' + i + ']', found, 0);
                }
            });
        } else if (value instanceof JsonObject object) {
            checkProperties(schema, object, path, found);
        }
        checkCombinations(schema, value, path, found, references);
    }

    private static void checkConstants(JsonObject schema, @Nullable Object value, String path, List<Violation> found) {
        if (schema.has("const") && !Types.same(schema.value("const"), value)) {
            found.add(new Violation(path, "must be " + Types.text(schema.value("const"))));
        }
        if (schema.value("enum") instanceof List<?> allowed
                && allowed.stream().noneMatch(each -> Types.same(each, value))) {
            found.add(new Violation(
                    path,
                    "must be one of "
                            + String.join(
                                    ", ", allowed.stream().map(Types::text).toList())));
        }
    }

    private void checkProperties(JsonObject schema, JsonObject object, String path, List<Violation> found) {
        String prefix = path.isEmpty() ? "" : path + '.';
        for (String name : schema.strings("required")) {
            if (!object.has(name)) {
                found.add(new Violation(prefix + name, "is required"));
            }
        }
        Optional<JsonObject> properties = schema.object("properties");
        for (String name : object.keys()) {
            Optional<JsonObject> property = properties.flatMap(all -> all.object(name));
            if (property.isPresent()) {
                check(property.get(), object.value(name), prefix + name, found, 0);
            } else if (Boolean.FALSE.equals(schema.value("additionalProperties"))) {
                found.add(new Violation(prefix + name, "is not a known field" + known(properties)));
            } else {
                schema.object("additionalProperties")
                        .ifPresent(others -> check(others, object.value(name), prefix + name, found, 0));
            }
        }
    }

    private static String known(Optional<JsonObject> properties) {
        return properties.isEmpty() || properties.get().keys().isEmpty()
                ? ""
                : "; known: " + String.join(", ", properties.get().keys());
    }

    private void checkCombinations(
            JsonObject schema, @Nullable Object value, String path, List<Violation> found, int references) {
        schema.objects("allOf").forEach(each -> check(each, value, path, found, references));
        List<JsonObject> any = schema.objects("anyOf");
        if (!any.isEmpty() && any.stream().noneMatch(each -> fits(each, value, references))) {
            found.add(new Violation(path, "must match one of the allowed forms"));
        }
        List<JsonObject> one = schema.objects("oneOf");
        if (!one.isEmpty()
                && one.stream().filter(each -> fits(each, value, references)).count() != 1) {
            found.add(new Violation(path, "must match exactly one of the allowed forms"));
        }
        schema.object("if")
                .flatMap(condition -> schema.object(fits(condition, value, references) ? "then" : "else"))
                .ifPresent(consequence -> check(consequence, value, path, found, references));
    }

    private boolean fits(JsonObject schema, @Nullable Object value, int references) {
        List<Violation> found = new ArrayList<>();
        check(schema, value, "", found, references);
        return found.isEmpty();
    }

    /** Returns the schema that a reference names: {@code #} or {@code #/$defs/NAME}. External schemas are never fetched. */
    private JsonObject definition(String reference) {
        if (reference.equals("#")) {
            return root;
        }
        String prefix = "#/$defs/";
        return Optional.of(reference)
                .filter(text -> text.startsWith(prefix))
                .flatMap(text -> root.object("$defs").flatMap(all -> all.object(text.substring(prefix.length()))))
                .orElseThrow(() -> new IllegalArgumentException("the schema has no " + reference));
    }
}

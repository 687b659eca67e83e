package loom.aml.server.compat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a JSON value, which yields its schema and checks values. Problems are described as server-memory does, which
 * uses the library zod.
 */
sealed interface Shape {

    /** Returns a string. */
    static Shape text() {
        return new Simple("string", null);
    }

    static Shape text(String description) {
        return new Simple("string", description);
    }

    static Shape flag() {
        return new Simple("boolean", null);
    }

    static Shape list(Shape elements) {
        return new ListOf(elements, null);
    }

    static Shape list(Shape elements, String description) {
        return new ListOf(elements, description);
    }

    /** Returns an object with required fields, given by their names and shapes in turn. */
    static ObjectOf object(Object... namesAndShapes) {
        Map<String, Shape> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            fields.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
        }
        return new ObjectOf(fields);
    }

    /**
     * Returns the schema.
     *
     * @param isClosed whether objects must not have further fields
     */
    JsonObject schema(boolean isClosed);

    /**
     * Checks a value.
     *
     * @param path the path of the value, as in JavaScript
     * @param problems receives one sentence for each problem
     */
    void check(Given value, String path, List<String> problems);

    /**
     * A value, unless it is missing.
     *
     * @param value the value, which may be null
     */
    record Given(boolean isPresent, @Nullable Object value) {
        static final Given NONE = new Given(false, null);

        static Given of(@Nullable Object value) {
            return new Given(true, value);
        }

        static Given of(JsonObject object, String key) {
            return object.has(key) ? of(object.value(key)) : NONE;
        }

        private String type() {
            if (!isPresent) {
                return "undefined";
            }
            return switch (value) {
                case null -> "null";
                case String _ -> "string";
                case Boolean _ -> "boolean";
                case Number _ -> "number";
                case List<?> _ -> "array";
                default -> "object";
            };
        }
    }

    private static boolean isOf(String type, Given given, String path, List<String> problems) {
        boolean isOf = given.type().equals(type);
        if (!isOf) {
            problems.add("Invalid input: expected " + type + ", received " + given.type()
                    + (path.isEmpty() ? "" : " at " + path));
        }
        return isOf;
    }

    private static JsonObject.Builder described(JsonObject.Builder schema, @Nullable String description) {
        return description == null ? schema : schema.put("description", description);
    }

    /** A string or a boolean. */
    record Simple(String type, @Nullable String description) implements Shape {
        @Override
        public JsonObject schema(boolean isClosed) {
            return described(JsonObject.builder().put("type", type), description)
                    .build();
        }

        @Override
        public void check(Given value, String path, List<String> problems) {
            isOf(type, value, path, problems);
        }
    }

    /** A list. */
    record ListOf(Shape elements, @Nullable String description) implements Shape {
        @Override
        public JsonObject schema(boolean isClosed) {
            JsonObject.Builder schema =
                    JsonObject.builder().put("type", "array").put("items", elements.schema(isClosed));
            return described(schema, description).build();
        }

        @Override
        public void check(Given value, String path, List<String> problems) {
            if (isOf("array", value, path, problems) && value.value() instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    elements.check(Given.of(list.get(i)), path + '[' + i + ']', problems);
                }
            }
        }
    }

    /** An object whose fields are all required. Further fields are ignored. */
    record ObjectOf(Map<String, Shape> fields) implements Shape {
        private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

        /** Returns the schema as a document of its own. */
        JsonObject document(boolean isClosed) {
            return JsonObject.builder()
                    .put("$schema", DRAFT)
                    .putAll(schema(isClosed))
                    .build();
        }

        @Override
        public JsonObject schema(boolean isClosed) {
            JsonObject.Builder properties = JsonObject.builder();
            fields.forEach((name, shape) -> properties.put(name, shape.schema(isClosed)));
            JsonObject.Builder schema =
                    JsonObject.builder().put("type", "object").put("properties", properties.build());
            if (!fields.isEmpty()) {
                schema.put("required", List.copyOf(fields.keySet()));
            }
            if (isClosed) {
                schema.put("additionalProperties", false);
            }
            return schema.build();
        }

        /** Returns the problems of an object, one sentence each. */
        List<String> problems(JsonObject object) {
            List<String> problems = new ArrayList<>();
            check(Given.of(object), "", problems);
            return problems;
        }

        @Override
        public void check(Given value, String path, List<String> problems) {
            if (isOf("object", value, path, problems) && value.value() instanceof JsonObject object) {
                fields.forEach((name, shape) ->
                        shape.check(Given.of(object, name), path.isEmpty() ? name : path + '.' + name, problems));
            }
        }
    }
}

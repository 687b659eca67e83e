package loom.aml.server.schema;

import java.util.List;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The types of JSON Schema. 1.0 is an integer. */
final class Types {
    private Types() {}

    /** Returns whether a value has the given type, or one of a list of types. Without a type, every value matches. */
    static boolean matches(@Nullable Object type, @Nullable Object value) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(each -> matches(each, value));
        }
        if (!(type instanceof String name)) {
            return true;
        }
        return switch (name) {
            case "object" -> value instanceof JsonObject;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            case "number" -> value instanceof Number;
            case "integer" -> value instanceof Long || value instanceof Double d && d == Math.rint(d);
            default -> throw new IllegalArgumentException("unknown JSON type: " + name);
        };
    }

    static String inWords(@Nullable Object type) {
        if (type instanceof List<?> types) {
            return String.join(" or ", types.stream().map(Types::inWords).toList());
        }
        String name = String.valueOf(type);
        return switch (name) {
            case "array" -> "a list";
            case "object", "integer" -> "an " + name;
            case "null" -> name;
            case "boolean" -> "true or false";
            default -> "a " + name;
        };
    }

    /** Returns whether two values are equal in JSON, where 1 equals 1.0. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b && a.getClass() != b.getClass()) {
            return a.doubleValue() == b.doubleValue();
        }
        return one == null ? other == null : one.equals(other);
    }

    static String text(@Nullable Object value) {
        return value instanceof String text ? JsonObject.quoted(text) : String.valueOf(value);
    }
}

package loom.aml.server.schema;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;

/** Checks the bounds of strings, numbers and lists. */
final class Bounds {
    private Bounds() {}

    static void checkText(JsonObject schema, String text, String path, List<Violation> found) {
        int length = text.codePointCount(0, text.length());
        if (length < schema.number("minLength")) {
            found.add(new Violation(
                    path,
                    length == 0
                            ? "must not be empty"
                            : "must have at least " + schema.number("minLength") + " characters"));
        }
        if (schema.has("maxLength") && length > schema.number("maxLength")) {
            found.add(new Violation(
                    path, "must have at most " + schema.number("maxLength") + " characters, not " + length));
        }
        schema.string("pattern")
                .filter(pattern -> !Pattern.compile(pattern).matcher(text).find())
                .ifPresent(pattern -> found.add(new Violation(path, "must match " + pattern)));
    }

    static void checkNumber(JsonObject schema, Number number, String path, List<Violation> found) {
        OptionalDouble least = schema.decimal("minimum");
        if (least.isPresent() && number.doubleValue() < least.getAsDouble()) {
            found.add(new Violation(path, "must be at least " + schema.value("minimum")));
        }
        OptionalDouble most = schema.decimal("maximum");
        if (most.isPresent() && number.doubleValue() > most.getAsDouble()) {
            found.add(new Violation(path, "must be at most " + schema.value("maximum")));
        }
    }

    static void checkSize(JsonObject schema, int size, String path, List<Violation> found) {
        if (size < schema.number("minItems")) {
            found.add(new Violation(path, "must have at least " + schema.number("minItems") + " elements"));
        }
        if (schema.has("maxItems") && size > schema.number("maxItems")) {
            found.add(new Violation(path, "must have at most " + schema.number("maxItems") + " elements, not " + size));
        }
    }
}

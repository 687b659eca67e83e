package loom.aml.server.rest;

import java.util.List;
import loom.aml.json.JsonObject;

/**
 * A parameter of the query.
 *
 * @param schema its JSON schema
 */
record Parameter(String name, JsonObject schema, boolean isRequired, String description) {

    static Parameter text(String name, String description) {
        return new Parameter(name, type("string"), false, description);
    }

    static Parameter requiredText(String name, String description) {
        return new Parameter(name, type("string"), true, description);
    }

    static Parameter flag(String name, String description) {
        return new Parameter(name, type("boolean"), false, description);
    }

    static Parameter number(String name, int least, int most, int byDefault, String description) {
        JsonObject schema = JsonObject.builder()
                .putAll(type("integer"))
                .put("minimum", least)
                .put("maximum", most)
                .put("default", byDefault)
                .build();
        return new Parameter(name, schema, false, description);
    }

    static Parameter choice(String name, List<String> words, String description) {
        return new Parameter(name, JsonObject.builder().put("enum", words).build(), false, description);
    }

    /** A parameter that may occur several times. */
    static Parameter texts(String name, String description) {
        JsonObject schema = JsonObject.builder()
                .put("type", "array")
                .put("items", type("string"))
                .build();
        return new Parameter(name, schema, false, description);
    }

    private static JsonObject type(String type) {
        return JsonObject.builder().put("type", type).build();
    }
}

package loom.aml.server.mcp;

import loom.aml.json.JsonObject;
import loom.aml.server.feature.CacheHint;
import org.jspecify.annotations.Nullable;

/**
 * The result of a method, before the era of the client gives it its form.
 *
 * @param cache how long the client may use the result again, or null if results of the method cannot be cached
 */
record Answer(JsonObject result, @Nullable CacheHint cache) {
    static final Answer EMPTY = new Answer(JsonObject.builder().build(), null);

    static Answer of(JsonObject result) {
        return new Answer(result, null);
    }
}

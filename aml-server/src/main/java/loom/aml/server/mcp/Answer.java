package loom.aml.server.mcp;

import loom.aml.json.JsonObject;
import loom.aml.server.feature.CacheHint;
import org.jspecify.annotations.Nullable;

/**
 * The era-independent result of a method.
 *
 * @param cache the cache hint, or null if the method is not cacheable
 */
record Answer(JsonObject result, @Nullable CacheHint cache) {
    static final Answer EMPTY = new Answer(JsonObject.builder().build(), null);

    static Answer of(JsonObject result) {
        return new Answer(result, null);
    }
}

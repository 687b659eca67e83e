package loom.aml.server.mcp;

import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A change that clients can subscribe to.
 *
 * @param uri the changed resource, or null for a changed list
 */
record Change(Kind kind, @Nullable String uri) {
    /** The kinds of changes. */
    enum Kind {
        TOOLS("notifications/tools/list_changed", "toolsListChanged"),
        PROMPTS("notifications/prompts/list_changed", "promptsListChanged"),
        RESOURCES("notifications/resources/list_changed", "resourcesListChanged"),
        RESOURCE("notifications/resources/updated", "resourceSubscriptions");

        private final String method;
        private final String filter;

        Kind(String method, String filter) {
            this.method = method;
            this.filter = filter;
        }

        /** Returns the key in subscription filters. */
        String filter() {
            return filter;
        }
    }

    String method() {
        return kind.method;
    }

    /** @param meta the metadata of the notification, or null if it has none */
    JsonObject params(@Nullable JsonObject meta) {
        JsonObject.Builder params = JsonObject.builder();
        if (meta != null) {
            params.put("_meta", meta);
        }
        if (uri != null) {
            params.put("uri", uri);
        }
        return params.build();
    }
}

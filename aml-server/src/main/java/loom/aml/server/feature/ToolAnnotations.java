package loom.aml.server.feature;

import loom.aml.json.JsonObject;

/**
 * What a tool does to the world, for clients that ask their users before.
 *
 * @param readOnly whether the tool changes nothing
 * @param destructive whether the tool may remove or overwrite, rather than only add
 * @param idempotent whether a second call with the same arguments changes nothing more
 * @param openWorld whether the tool reaches beyond what the server keeps
 */
public record ToolAnnotations(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    JsonObject toJson() {
        return JsonObject.builder()
                .put("readOnlyHint", readOnly)
                .put("destructiveHint", destructive)
                .put("idempotentHint", idempotent)
                .put("openWorldHint", openWorld)
                .build();
    }
}

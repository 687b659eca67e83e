package loom.aml.server.feature;

import loom.aml.json.JsonObject;

/**
 * Hints about the effects of a tool. Clients use them to decide when to ask the user.
 *
 * @param readOnly whether the tool changes nothing
 * @param destructive whether the tool may remove or overwrite data
 * @param idempotent whether repeating a call has no further effect
 * @param openWorld whether the tool interacts with other systems
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

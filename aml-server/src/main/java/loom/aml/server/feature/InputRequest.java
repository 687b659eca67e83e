package loom.aml.server.feature;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.json.JsonObject;
import loom.aml.server.schema.SchemaValidator;
import loom.aml.server.schema.Violation;

/**
 * A request for input from the client.
 *
 * @param capability the required capability
 * @param method the method of the protocol
 * @param params the parameters of the method
 */
public record InputRequest(Capability capability, String method, JsonObject params) {
    private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");

    /** Asks the user to fill in a form; its fields are the properties of a flat schema. */
    public static InputRequest elicit(String message, JsonObject schema) {
        return new InputRequest(
                Capability.ELICITATION,
                "elicitation/create",
                JsonObject.builder()
                        .put("message", message)
                        .put("requestedSchema", schema)
                        .build());
    }

    /** Asks the client's model to answer a prompt. */
    public static InputRequest sample(String prompt, int maxTokens) {
        JsonObject message = JsonObject.builder()
                .put("role", "user")
                .put("content", Content.text(prompt).toJson())
                .build();
        return new InputRequest(
                Capability.SAMPLING,
                "sampling/createMessage",
                JsonObject.builder()
                        .put("messages", List.of(message))
                        .put("maxTokens", maxTokens)
                        .build());
    }

    /** Asks for the client's working directories. */
    public static InputRequest roots() {
        return new InputRequest(
                Capability.ROOTS, "roots/list", JsonObject.builder().build());
    }

    /** Returns the wire format of the request. */
    public JsonObject toJson() {
        return JsonObject.builder().put("method", method).put("params", params).build();
    }

    /** Returns the problem with an answer, empty if it is valid. */
    public Optional<String> objection(JsonObject answer) {
        return switch (capability) {
            case ELICITATION -> objectionToForm(answer);
            case SAMPLING ->
                answer.has("content")
                                && answer.string("role").isPresent()
                                && answer.string("model").isPresent()
                        ? Optional.empty()
                        : Optional.of("must have \"role\", \"content\" and \"model\"");
            case ROOTS ->
                answer.isListOfObjects("roots") ? Optional.empty() : Optional.of("must have a list of \"roots\"");
        };
    }

    private Optional<String> objectionToForm(JsonObject answer) {
        String action = answer.string("action").orElse("");
        if (!ACTIONS.contains(action)) {
            return Optional.of("must have an \"action\": accept, decline or cancel");
        }
        if (!action.equals("accept")) {
            return Optional.empty();
        }
        Optional<JsonObject> content = answer.object("content");
        if (content.isEmpty()) {
            return Optional.of("must have \"content\" if the action is accept");
        }
        return params.object("requestedSchema")
                .map(SchemaValidator::new)
                .flatMap(form -> form.check(content.get()).stream().findFirst())
                .map(Violation::toString);
    }
}

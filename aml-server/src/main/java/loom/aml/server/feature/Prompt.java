package loom.aml.server.feature;

import java.util.List;
import java.util.Map;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A prompt template that users can select.
 *
 * @param title the display name, or null
 */
public record Prompt(
        String name, @Nullable String title, String description, List<Argument> arguments, Handler handler) {
    /** An argument of a prompt. */
    public record Argument(String name, String description, boolean required) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("name", name)
                    .put("description", description)
                    .put("required", required)
                    .build();
        }
    }

    /**
     * A message of a prompt.
     *
     * @param fromUser whether the role is user rather than assistant
     */
    public record Message(boolean fromUser, Content content) {
        public static Message user(Content content) {
            return new Message(true, content);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("role", fromUser ? "user" : "assistant")
                    .put("content", content.toJson())
                    .build();
        }
    }

    /** Creates the messages of a prompt. */
    @FunctionalInterface
    public interface Handler {
        List<Message> write(Map<String, String> arguments, Exchange exchange) throws Exception;
    }

    public Prompt {
        arguments = List.copyOf(arguments);
    }

    /** Returns the entry for the list of prompts. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("name", name);
        if (title != null) {
            json.put("title", title);
        }
        return json.put("description", description)
                .put("arguments", arguments.stream().map(Argument::toJson).toList())
                .build();
    }
}

package loom.aml.item.text;

import java.util.List;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/** Strings and lists of strings in JSON. */
public final class JsonTexts {
    private JsonTexts() {}

    public static String list(List<String> texts) {
        return texts.stream().map(JsonObject::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /**
     * Decodes the texts of a list; elements of other types are skipped.
     *
     * @param json a valid list
     */
    public static List<String> elements(String json) {
        return parsed(json).strings("text");
    }

    /**
     * Decodes a string.
     *
     * @param json a valid string with its quotes
     */
    public static String decoded(String json) {
        return parsed(json).string("text").orElse("");
    }

    private static JsonObject parsed(String json) {
        try {
            return JsonObject.parse("{\"text\":" + json + "}");
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException("invalid JSON: " + json, e);
        }
    }

    /**
     * Returns a string with a sentence at its end, whose other characters are spelled as before. Prose on several lines gets a paragraph of its
     * own.
     *
     * @param json the string with its quotes
     */
    public static String appended(String json, String sentence) {
        String text = decoded(json);
        String quoted = JsonObject.quoted(sentence);
        String added = quoted.substring(1, quoted.length() - 1);
        String content = json.substring(1, json.length() - 1);
        if (text.isBlank()) {
            return quoted;
        }
        if (text.endsWith("\n")) {
            return '"' + content + (text.endsWith("\n\n") ? "" : "\\n") + added + "\\n\"";
        }
        if (text.contains("\n")) {
            return '"' + content + "\\n\\n" + added + '"';
        }
        String stripped = text.stripTrailing();
        boolean isEnded = ".!?:;…".indexOf(stripped.charAt(stripped.length() - 1)) >= 0;
        boolean hasBlank = stripped.length() < text.length();
        return '"' + content + (isEnded ? "" : ".") + (hasBlank ? "" : " ") + added + '"';
    }
}

package loom.aml.app.guard;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * The text that a tool of Claude Code wrote into a file, as the hook after it reports.
 *
 * @param text the whole file after the write
 * @param original the whole file before, of which the tool replaced a part; empty if it wrote the whole file
 */
public record WrittenText(String text, Optional<String> original) {
    /** Returns the text that a tool wrote; empty if its hook does not report the whole text. */
    static Optional<WrittenText> of(String tool, JsonObject hook) {
        return switch (tool) {
            case "Write" ->
                hook.object("tool_input")
                        .flatMap(given -> given.string("content"))
                        .map(content -> new WrittenText(content, Optional.empty()));
            case "Edit" -> hook.object("tool_response").flatMap(WrittenText::edited);
            default -> Optional.empty();
        };
    }

    private static Optional<WrittenText> edited(JsonObject response) {
        Optional<String> original = response.string("originalFile");
        Optional<String> replaced = response.string("oldString").filter(part -> !part.isEmpty());
        Optional<String> part = response.string("newString");
        if (original.isEmpty()
                || replaced.isEmpty()
                || part.isEmpty()
                || !original.get().contains(replaced.get())) {
            return Optional.empty();
        }
        String text = response.isTrue("replaceAll")
                ? original.get().replace(replaced.get(), part.get())
                : replacedOnce(original.get(), replaced.get(), part.get());
        return Optional.of(new WrittenText(text, original));
    }

    private static String replacedOnce(String text, String old, String part) {
        int at = text.indexOf(old);
        return text.substring(0, at) + part + text.substring(at + old.length());
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Optional<byte[]> originalBytes() {
        return original.map(before -> before.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns whether a file has what the tool wrote: all of it, or the lines that it added to the original, whatever else has
     * changed. Line breaks do not count, since the tool may use others than the file.
     */
    boolean isIn(byte[] file) {
        Lines present = Lines.of(file);
        Lines own = Lines.of(bytes());
        return originalBytes().isPresent()
                ? present.distinct()
                        .containsAll(own.without(Lines.of(originalBytes().get())))
                : present.all().equals(own.all());
    }
}

package loom.aml.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the user's editor, as git does: {@code VISUAL}, else {@code EDITOR}, else vi. */
public final class TextEditor {
    private final Environment environment;

    TextEditor(Environment environment) {
        this.environment = environment;
    }

    /**
     * Opens a text in the editor and returns the result.
     *
     * @param suffix the suffix of the file name, by which editors recognise the language
     * @return the new text; empty if it was deleted or not changed
     * @throws IOException if the editor cannot be started or fails
     */
    public Optional<String> edit(String text, String suffix) throws IOException {
        // Drafts are private: temporary files are readable only by their owner.
        Path draft = Files.createTempFile("aml-", suffix);
        try {
            Files.writeString(draft, text);
            run(draft);
            String edited = Files.readString(draft, StandardCharsets.UTF_8);
            return edited.isBlank() || edited.equals(text) ? Optional.empty() : Optional.of(edited);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void run(Path draft) throws IOException {
        String editor = environment
                .variable("VISUAL")
                .or(() -> environment.variable("EDITOR"))
                .orElse("vi");
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", editor + " \"$1\"", "aml", draft.toString()).inheritIO();
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new IOException("the editor '" + editor + "' ended with " + status + "; nothing was changed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the editor was open; nothing was changed", e);
        }
    }
}

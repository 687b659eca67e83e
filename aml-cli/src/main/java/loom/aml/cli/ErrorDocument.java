package loom.aml.cli;

import java.util.Locale;
import loom.aml.json.JsonObject;

/** The document that {@code --json} prints if a command has no result. */
public final class ErrorDocument {
    private ErrorDocument() {}

    /** Starts the document: a stable word for the code, a message for people, and the exit code. */
    public static JsonObject.Builder of(ExitCode code, String what) {
        return JsonObject.builder()
                .put("error", code.name().toLowerCase(Locale.ROOT))
                .put("message", what)
                .put("exit_code", code.number());
    }
}

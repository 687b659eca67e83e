package loom.aml.cli;

import java.util.Locale;
import loom.aml.json.JsonObject;

/** What {@code --json} prints in the place of a result where there is none. */
public final class ErrorDocument {
    private ErrorDocument() {}

    /** Begins one: the code as a word that stays, the sentence for people, and what the process ends with. */
    public static JsonObject.Builder of(ExitCode code, String what) {
        return JsonObject.builder()
                .put("error", code.name().toLowerCase(Locale.ROOT))
                .put("message", what)
                .put("exit_code", code.number());
    }
}

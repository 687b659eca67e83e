package loom.aml.cli;

import loom.aml.app.Failure;
import loom.aml.json.JsonObject;

/** The document that {@code --json} prints if a command has no result. */
public final class ErrorDocument {
    private ErrorDocument() {}

    /** Starts the document: a stable word for the code, a message for people, and the exit code. */
    public static JsonObject.Builder of(ExitCode code, String what) {
        return Failure.document(code.name(), code.number(), what);
    }
}

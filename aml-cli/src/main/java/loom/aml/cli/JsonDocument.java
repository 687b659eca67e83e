package loom.aml.cli;

import java.io.PrintStream;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The document that a command prints with {@code --json}. */
public final class JsonDocument {
    private final PrintStream out;
    private boolean isRequested;
    private @Nullable String command;
    private boolean isBegun;

    JsonDocument(PrintStream out) {
        this.out = out;
    }

    void request(boolean requested) {
        isRequested = requested;
    }

    boolean isRequested() {
        return isRequested;
    }

    /** Sets the command that the document names. */
    void command(String name) {
        command = name;
    }

    /** Prints the document if it was requested and none was started. Later failures affect only the exit code. */
    void print(JsonObject document) {
        if (isRequested && !isBegun) {
            isBegun = true;
            out.println(documentOf(document).toPrettyString());
        }
    }

    /** Returns a document for a file or another stream, with the name of the command. */
    public JsonObject documentOf(JsonObject document) {
        return JsonObject.builder().put("command", command).putAll(document).build();
    }

    /** Starts a document that is too large for memory: an open object with the name of the command. */
    public JsonWriter writer() {
        isBegun = true;
        JsonWriter writer = new JsonWriter(out, true);
        writer.beginObject();
        return writer.fields(documentOf(JsonObject.builder().build()));
    }

    /** Completes the document of a writer. */
    public void end() {
        out.println();
    }
}

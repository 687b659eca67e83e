package loom.aml.server.mcp;

import loom.aml.json.JsonObject;

/** Unwinds a handler whose question the client answers by repeating the request. */
final class InputRequired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonObject result;

    InputRequired(JsonObject result) {
        super("input required", null, false, false);
        this.result = result;
    }

    /** Returns the result with the questions. */
    JsonObject result() {
        return result;
    }
}

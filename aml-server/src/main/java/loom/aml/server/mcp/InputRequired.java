package loom.aml.server.mcp;

import loom.aml.json.JsonObject;

/** Leaves a handler whose question the client answers with its next request. */
final class InputRequired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonObject result;

    InputRequired(JsonObject result) {
        super("input required", null, false, false);
        this.result = result;
    }

    /** Returns the result that asks the client. */
    JsonObject result() {
        return result;
    }
}

package loom.aml.json;

import java.io.IOException;

/** A text is not the expected JSON. */
public final class JsonSyntaxException extends IOException {
    private static final long serialVersionUID = 1L;

    public JsonSyntaxException(String message) {
        super(message);
    }
}

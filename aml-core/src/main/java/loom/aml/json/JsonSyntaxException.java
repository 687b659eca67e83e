package loom.aml.json;

import java.io.IOException;

/** Text that is not the JSON it must be. */
public final class JsonSyntaxException extends IOException {
    private static final long serialVersionUID = 1L;

    public JsonSyntaxException(String message) {
        super(message);
    }
}

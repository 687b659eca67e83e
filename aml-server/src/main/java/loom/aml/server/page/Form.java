package loom.aml.server.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.http.QueryParameters;

/** The fields of a form that a browser sent. */
final class Form {
    /** An item may be long. */
    private static final int LIMIT = 4 << 20;

    private static final String TYPE = "application/x-www-form-urlencoded";

    private final QueryParameters fields;

    private Form(QueryParameters fields) {
        this.fields = fields;
    }

    static Form of(HttpCall call) throws IOException, HttpFailure {
        String type = call.header("Content-Type").orElse(TYPE);
        if (!type.startsWith(TYPE)) {
            throw new HttpFailure(415, "forms must be sent as " + TYPE);
        }
        try {
            return new Form(QueryParameters.parse(new String(call.body(LIMIT), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new HttpFailure(400, "the form has an invalid escape");
        }
    }

    /** Returns the value of a field; empty if it is absent. */
    String text(String name) {
        return fields.first(name).orElse("");
    }

    /** Returns all values of a field. */
    List<String> texts(String name) {
        return fields.all(name);
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }
}

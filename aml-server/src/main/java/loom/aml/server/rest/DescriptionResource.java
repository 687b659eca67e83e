package loom.aml.server.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import loom.aml.server.http.HttpBody;

/** The description of the interface. */
final class DescriptionResource {
    /** The file beside this class. */
    static final String FILE = "openapi.json";

    private static final String JSON = "application/json";

    List<Route> routes() {
        return List.of(Route.of("GET", "/openapi.json", "getDescription", "This description of the interface")
                .answersAs(200, JSON, "The description in OpenAPI 3.1.")
                .by(this::describe));
    }

    private void describe(RestCall call) throws IOException {
        try (InputStream in = Objects.requireNonNull(DescriptionResource.class.getResourceAsStream(FILE), FILE)) {
            call.http().set("Cache-Control", "private, no-cache");
            call.http().answer(200, new HttpBody(JSON, in.readAllBytes()));
        }
    }
}

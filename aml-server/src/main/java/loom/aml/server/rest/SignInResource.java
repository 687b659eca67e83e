package loom.aml.server.rest;

import java.io.IOException;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.server.http.Caller;
import loom.aml.server.http.SignInCodes;

/** New links that sign browsers in, for programs that have the token. */
final class SignInResource {
    private final Services services;

    SignInResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/sign-in-links", "createSignInLink", "Create a link that signs a browser in once")
                        .harmless()
                        .answers(201, "sign-in-link", "The link.")
                        .by(this::create));
    }

    private void create(RestCall call) throws IOException, Problem {
        if (call.http().caller() != Caller.TOKEN) {
            throw new Problem(403, "forbidden", "only a caller with the token gets a link");
        }
        call.send(
                201,
                JsonObject.builder()
                        .put("link", services.links().get())
                        .put("expires", services.clock().instant().plus(SignInCodes.VALIDITY))
                        .put("read_only", services.isReadOnly())
                        .build());
    }
}

package loom.aml.server.rest;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import loom.aml.json.JsonObject;
import loom.aml.server.http.Caller;
import loom.aml.server.http.SignInCodes;
import loom.aml.server.service.HostServices;

/** New links that sign browsers in, for programs that have the token. */
final class SignInResource {
    private final HostServices services;
    private final Supplier<String> links;

    SignInResource(HostServices services, Supplier<String> links) {
        this.services = services;
        this.links = links;
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
                        .put("link", links.get())
                        .put("expires", services.clock().instant().plus(SignInCodes.VALIDITY))
                        .put("read_only", services.isReadOnly())
                        .build());
    }
}

package loom.aml.server.feature;

import loom.aml.json.JsonObject;

/**
 * The client, as it describes itself. Nothing may depend on its name.
 *
 * @param name the name of the program, empty if it has not said
 * @param version the version of the program, empty if it has not said
 * @param capabilities the capabilities that it declared
 */
public record ClientProfile(String name, String version, JsonObject capabilities) {
    /** Reads the description and the capabilities that a client sent. */
    public static ClientProfile of(JsonObject info, JsonObject capabilities) {
        return new ClientProfile(
                info.string("name").orElse(""), info.string("version").orElse(""), capabilities);
    }

    public boolean can(Capability capability) {
        return capability.isIn(capabilities);
    }
}

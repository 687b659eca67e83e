package loom.aml.server.feature;

import loom.aml.json.JsonObject;

/**
 * The client's description of itself. Behaviour must not depend on name or version.
 *
 * @param name the name of the program, empty if unknown
 * @param version the version of the program, empty if unknown
 * @param capabilities the declared capabilities
 */
public record ClientProfile(String name, String version, JsonObject capabilities) {
    /** Creates a profile from the client's own description and declared capabilities. */
    public static ClientProfile of(JsonObject info, JsonObject capabilities) {
        return new ClientProfile(
                info.string("name").orElse(""), info.string("version").orElse(""), capabilities);
    }

    public boolean can(Capability capability) {
        return capability.isIn(capabilities);
    }
}

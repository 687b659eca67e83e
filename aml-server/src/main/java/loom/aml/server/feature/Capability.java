package loom.aml.server.feature;

import loom.aml.json.JsonObject;

/** Optional client features that servers can use. */
public enum Capability {
    /** Can ask its user to fill in forms. */
    ELICITATION("elicitation"),
    /** Can run a prompt on its model. */
    SAMPLING("sampling"),
    /** Can list its working directories. */
    ROOTS("roots");

    private final String key;

    Capability(String key) {
        this.key = key;
    }

    /** Returns the key in the declared capabilities. */
    public String key() {
        return key;
    }

    /** Returns whether this capability is declared. */
    boolean isIn(JsonObject declared) {
        return declared.object(key)
                // Clients that support only URL mode say so; an empty object means form mode.
                .filter(of -> this != ELICITATION || of.has("form") || !of.has("url"))
                .isPresent();
    }
}

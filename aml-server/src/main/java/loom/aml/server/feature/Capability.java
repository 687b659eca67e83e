package loom.aml.server.feature;

import loom.aml.json.JsonObject;

/** What a client can do for a server that asks it. */
public enum Capability {
    /** Asks its user to fill in a form. */
    ELICITATION("elicitation"),
    /** Has its model complete a text. */
    SAMPLING("sampling"),
    /** Knows the directories that it works in. */
    ROOTS("roots");

    private final String key;

    Capability(String key) {
        this.key = key;
    }

    /** Returns the key under which clients declare the capability. */
    public String key() {
        return key;
    }

    /** Returns whether a client that declared these capabilities has this one. */
    boolean isIn(JsonObject declared) {
        return declared.object(key)
                // A client that opens pages but shows no forms says so. One that says nothing shows forms.
                .filter(of -> this != ELICITATION || of.has("form") || !of.has("url"))
                .isPresent();
    }
}

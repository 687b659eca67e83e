package loom.aml.connect;

/** Where a client applies a server. */
public enum Scope {
    /** In all projects of the user. */
    USER("user"),
    /** In one project, for everybody who works on it. */
    PROJECT("project");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** Returns the word of the command line and of documents. */
    public String word() {
        return word;
    }
}

package loom.aml.store.markdown;

/**
 * The path of a note, split where its index is.
 *
 * @param folder the folder of the index that lists the note, with a slash at the end; empty for the top
 * @param name the path of the note from there, without {@code .md}
 */
record NotePath(String folder, String name) {
    /** Notes that a team shares have an index of their own. */
    private static final String TEAM = "team/";

    /** Splits the id of a note. */
    static NotePath of(String id) {
        return id.startsWith(TEAM) ? new NotePath(TEAM, id.substring(TEAM.length())) : new NotePath("", id);
    }
}

package loom.aml.index.query;

/** A query that cannot be understood. The message shows the query and, with a caret under it, the spot. */
public final class QuerySyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String query;
    private final int position;

    QuerySyntaxException(String what, String query, int position) {
        super(what + "\n  " + query.replaceAll("\\s", " ") + "\n  "
                + " ".repeat(query.codePointCount(0, Math.min(position, query.length()))) + "^");
        this.what = what;
        this.query = query;
        this.position = position;
    }

    /** What is wrong, without the query. */
    public String what() {
        return what;
    }

    public String query() {
        return query;
    }

    /** Where in the query, in characters from 0. */
    public int position() {
        return position;
    }
}

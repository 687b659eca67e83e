package loom.aml.index.query;

/** A value that a field of the query language does not accept. */
public final class QuerySyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    QuerySyntaxException(String message) {
        super(message);
    }
}

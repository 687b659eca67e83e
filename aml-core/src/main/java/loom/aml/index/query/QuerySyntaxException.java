package loom.aml.index.query;

/** A field of the query language does not accept a value. */
public final class QuerySyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    QuerySyntaxException(String message) {
        super(message);
    }
}

package loom.aml.index;

/**
 * The fields of the index. A document is an item, or, with {@link #FILE}, a collection file.
 *
 * <pre>
 *   of an item   key          term        id hash, 8 bytes, and checksum of the path of the file, 4 bytes
 *                collection   term, value the path of the file: agent and kind
 *                id           value       id hash
 *                type, tag    terms in lower case, values as spelled
 *                active       term        true or false
 *                confidence, success, used (last use, or else creation)    points and values
 *                executions, weight (value score), worth (confidence x success, as a float)    values
 *                text         terms with frequencies and positions
 *                sign         terms: each symbol of the text once, see {@link loom.aml.index.text.Symbols}
 *   of a file    file         term        its path
 *                state        value       {@link CollectionEntry} without its table
 *                table        value       {@link ItemTable}
 * </pre>
 *
 * Numbers are stored as integers with the same order as the doubles, times as milliseconds since 1970.
 */
final class SearchField {
    /** Incremented whenever the documents of items change: an index of another format is rebuilt. */
    static final String FORMAT = "3";

    static final String KEY = "key";
    static final String COLLECTION = "collection";
    static final String ID = "id";
    static final String TYPE = "type";
    static final String TAG = "tag";
    static final String ACTIVE = "active";
    static final String CONFIDENCE = "confidence";
    static final String SUCCESS = "success";
    static final String USED = "used";
    static final String EXECUTIONS = "executions";
    static final String WEIGHT = "weight";
    static final String WORTH = "worth";
    static final String TEXT = "text";
    static final String SIGN = "sign";

    static final String FILE = "file";
    static final String STATE = "state";
    static final String TABLE = "table";

    private SearchField() {}
}

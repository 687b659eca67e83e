package loom.aml.connect;

/**
 * The extensions of JSON that a client reads.
 *
 * @param hasComments whether {@code // comments} and block comments are allowed
 * @param hasTrailingCommas whether the last element may be followed by a comma
 * @param hasMark whether the file may begin with a byte order mark
 */
record JsonDialect(boolean hasComments, boolean hasTrailingCommas, boolean hasMark) {
    /** JSON as {@code JSON.parse} accepts it after the removal of a byte order mark. */
    static final JsonDialect STRICT = new JsonDialect(false, false, true);

    /** JSON as {@code JSON.parse} accepts it after the removal of comments. */
    static final JsonDialect COMMENTED = new JsonDialect(true, false, false);

    /** JSON with comments, as VS Code defines it. */
    static final JsonDialect JSONC = new JsonDialect(true, true, true);
}

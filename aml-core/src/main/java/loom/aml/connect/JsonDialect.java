package loom.aml.connect;

/**
 * The extensions of JSON that a client reads.
 *
 * @param hasComments whether {@code // comments} and block comments are allowed
 * @param hasTrailingCommas whether the last element may be followed by a comma
 * @param hasMark whether the file may begin with a byte order mark
 */
record JsonDialect(boolean hasComments, boolean hasTrailingCommas, boolean hasMark) {
    /** What {@code JSON.parse} accepts after a byte order mark was removed. */
    static final JsonDialect STRICT = new JsonDialect(false, false, true);

    /** What {@code JSON.parse} accepts after comments were removed. */
    static final JsonDialect COMMENTED = new JsonDialect(true, false, false);

    /** JSON with comments, as VS Code defines it. */
    static final JsonDialect JSONC = new JsonDialect(true, true, true);
}

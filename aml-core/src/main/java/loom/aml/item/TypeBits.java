package loom.aml.item;

/**
 * The type of a JSON value in bits. The scanner notes it of every field on its one pass, so that a check of types need not look at
 * the text again.
 *
 * <pre>
 *   bits 0-5    the value itself: one of the constants here
 *   bits 8-13   the values right inside a list or an object: all that occur
 * </pre>
 */
final class TypeBits {
    static final int STRING = 1;
    static final int NUMBER = 1 << 1;
    static final int FLAG = 1 << 2;
    static final int NULL = 1 << 3;
    static final int LIST = 1 << 4;
    static final int OBJECT = 1 << 5;

    /** The bits of the value itself. */
    static final int OWN = 0xff;

    private static final int INSIDE = 8;

    private TypeBits() {}

    /** The type of a list or an object with values of the types {@code inside}, all of them in one. */
    static int of(int container, int inside) {
        return container | (inside & OWN) << INSIDE;
    }
}

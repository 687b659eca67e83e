package loom.aml.item;

/**
 * The type of a JSON value in bits. The scanner records it for every field, so that type checks need not read the text
 * again.
 *
 * <pre>
 *   bits 0-5    the value itself: one of the constants here
 *   bits 8-13   the direct children of a list or object: all types that occur
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

    /** Returns the type of a list or object whose children have the types {@code inside}. */
    static int of(int container, int inside) {
        return container | (inside & OWN) << INSIDE;
    }
}

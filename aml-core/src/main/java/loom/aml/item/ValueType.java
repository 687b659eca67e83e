package loom.aml.item;

/** The types of values that a check of an item may ask for; see {@link Item#is}. */
public enum ValueType {
    STRING(TypeBits.STRING),
    /** Any number, be it beyond the range of a double. */
    NUMBER(TypeBits.NUMBER),
    FLAG(TypeBits.FLAG),
    OBJECT(TypeBits.OBJECT),
    LIST_OF_STRINGS(TypeBits.LIST, TypeBits.STRING),
    OBJECT_OF_NUMBERS(TypeBits.OBJECT, TypeBits.NUMBER),
    OBJECT_OF_SCALARS(TypeBits.OBJECT, TypeBits.STRING | TypeBits.NUMBER | TypeBits.FLAG);

    private final int required;
    private final int refused;

    ValueType(int itself) {
        this(itself, TypeBits.OWN);
    }

    ValueType(int itself, int inside) {
        this.required = itself;
        this.refused = TypeBits.of(0, ~inside);
    }

    /** Whether a value whose type has these bits is of this type. */
    boolean includes(int bits) {
        return (bits & (required | refused)) == required;
    }
}

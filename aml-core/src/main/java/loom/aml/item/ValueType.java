package loom.aml.item;

/** The types for {@link Item#is}. */
public enum ValueType {
    STRING(TypeBits.STRING),
    /** Any number, including those beyond the range of a double. */
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

    /** Returns whether a value with these type bits has this type. */
    boolean includes(int bits) {
        return (bits & (required | refused)) == required;
    }
}

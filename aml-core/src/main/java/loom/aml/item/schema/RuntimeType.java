package loom.aml.item.schema;

import java.util.OptionalDouble;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ValueSyntax;
import loom.aml.item.ValueType;

/** The types of the runtime's schema. */
enum RuntimeType {
    UUID(ValueType.STRING, true, "a UUID"),
    STRING(ValueType.STRING, false, "a string"),
    NUMBER(ValueType.NUMBER, false, "a number"),
    SHARE(ValueType.NUMBER, true, "a number from 0 to 1"),
    UP_TO_TWO(ValueType.NUMBER, true, "a number from 0 to 2"),
    FLAG(ValueType.FLAG, false, "true or false"),
    OBJECT(ValueType.OBJECT, false, "an object"),
    STRINGS(ValueType.LIST_OF_STRINGS, false, "a list of strings"),
    NUMBERS(ValueType.OBJECT_OF_NUMBERS, false, "an object of numbers"),
    SCALARS(ValueType.OBJECT_OF_SCALARS, false, "an object of strings, numbers and booleans");

    private final ValueType type;
    private final boolean isNarrower;
    private final String words;

    RuntimeType(ValueType type, boolean isNarrower, String words) {
        this.type = type;
        this.isNarrower = isNarrower;
        this.words = words;
    }

    /** Returns a description of the type that completes "must be". */
    String words() {
        return words;
    }

    /** Returns whether a field that is present has this type. */
    boolean accepts(Item item, Field field) {
        return item.is(field, type) && (!isNarrower || isWithin(item, field));
    }

    private boolean isWithin(Item item, Field field) {
        return this == UUID
                ? ValueSyntax.isUuid(item, field)
                : ValueSyntax.isFraction(item, field) || isUpTo(this == SHARE ? 1 : 2, item.number(field));
    }

    private static boolean isUpTo(double most, OptionalDouble number) {
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= most;
    }
}

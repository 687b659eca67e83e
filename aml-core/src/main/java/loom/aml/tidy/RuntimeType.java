package loom.aml.tidy;

import java.util.OptionalDouble;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ValueTypes;

/** The types of the runtime's schema. */
enum RuntimeType {
    UUID("a UUID"),
    STRING("a string"),
    NUMBER("a number"),
    SHARE("a number from 0 to 1"),
    UP_TO_TWO("a number from 0 to 2"),
    FLAG("true or false"),
    OBJECT("an object"),
    STRINGS("a list of strings"),
    NUMBERS("an object of numbers"),
    SCALARS("an object of strings, numbers and booleans");

    private final String words;

    RuntimeType(String words) {
        this.words = words;
    }

    /** The type in words that complete "must be". */
    String words() {
        return words;
    }

    boolean accepts(Item item, Field field) {
        return switch (this) {
            case UUID -> ValueTypes.isUuid(item, field);
            case STRING -> item.isString(field);
            case NUMBER -> ValueTypes.isNumber(item, field);
            case SHARE -> ValueTypes.isFraction(item, field) || isUpTo(1, item.number(field));
            case UP_TO_TWO -> ValueTypes.isFraction(item, field) || isUpTo(2, item.number(field));
            case FLAG -> ValueTypes.isFlag(item, field);
            case OBJECT -> item.isObject(field);
            case STRINGS -> ValueTypes.isListOfStrings(item, field);
            case NUMBERS -> ValueTypes.isObjectOfNumbers(item, field);
            case SCALARS -> ValueTypes.isObjectOfScalars(item, field);
        };
    }

    private static boolean isUpTo(double most, OptionalDouble number) {
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= most;
    }
}

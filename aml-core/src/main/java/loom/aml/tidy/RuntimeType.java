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
            case UUID -> item.isString(field) && isUuid(item.text(field));
            case STRING -> item.isString(field);
            case NUMBER -> item.number(field).isPresent();
            case SHARE -> isUpTo(1, item.number(field));
            case UP_TO_TWO -> isUpTo(2, item.number(field));
            case FLAG -> item.flag(field).isPresent();
            case OBJECT -> item.isObject(field);
            case STRINGS -> ValueTypes.isListOfStrings(item, field);
            case NUMBERS -> ValueTypes.isObjectOfNumbers(item, field);
            case SCALARS -> ValueTypes.isObjectOfScalars(item, field);
        };
    }

    private static boolean isUpTo(double most, OptionalDouble number) {
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= most;
    }

    /** 8-4-4-4-12 hex digits. By hand: this is asked of every item, and a regular expression takes ten times as long. */
    private static boolean isUuid(@org.jspecify.annotations.Nullable String id) {
        if (id == null || id.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = id.charAt(i);
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            if (isDash ? c != '-' : !isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}

package loom.aml.item;

import java.util.Arrays;
import java.util.Set;
import loom.aml.io.DamagedException;

/** Checks whole JSON values. */
public final class JsonSyntax {
    private static final FieldTree NO_FIELDS = FieldTree.of(Set.of());

    private JsonSyntax() {}

    /**
     * Returns whether a JSON value is an object.
     *
     * @param value without white space around it
     * @throws DamagedException if it is not exactly one valid value in UTF-8
     */
    public static boolean isObject(byte[] value) throws DamagedException {
        JsonScanner scanner = new JsonScanner(NO_FIELDS);
        scanner.text = Arrays.copyOf(value, value.length + JsonScanner.PADDING);
        scanner.limit = value.length;
        scanner.atEnd = true;
        int end = scanner.value(0, 0);
        if (end != value.length) {
            throw new DamagedException(end, "text after the value");
        }
        return value[0] == '{';
    }
}

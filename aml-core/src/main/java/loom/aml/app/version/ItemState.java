package loom.aml.app.version;

import java.util.Arrays;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/** The known state of an item at one moment. */
sealed interface ItemState {
    ItemState UNKNOWN = new Unknown();
    ItemState ABSENT = new Absent();

    record Unknown() implements ItemState {}

    /** The item did not exist. */
    record Absent() implements ItemState {}

    /** The item had these bytes. */
    record Present(byte[] text) implements ItemState {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Present present && Arrays.equals(text, present.text);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(text);
        }
    }

    /** The item had bytes of which only the fingerprint was recorded. */
    record Marked(Fingerprint whole) implements ItemState {}

    /** The item had bytes that follow from its next state. */
    record Derived(FormerState former) implements ItemState {}

    static ItemState of(Optional<byte[]> text) {
        return text.<ItemState>map(Present::new).orElse(ABSENT);
    }

    /** Returns whether a later sighting can be of the same version. */
    static boolean isSame(ItemKey key, ItemState one, ItemState other) {
        if (one instanceof Present(byte[] text) && other instanceof Marked(Fingerprint whole)) {
            return isOf(key, text, whole);
        }
        if (one instanceof Marked(Fingerprint whole) && other instanceof Present(byte[] text)) {
            return isOf(key, text, whole);
        }
        return one.equals(other)
                || one instanceof Present(byte[] a)
                        && other instanceof Present(byte[] b)
                        && !key.kind().isOfRuntime()
                        && isSameLine(a, b);
    }

    private static boolean isOf(ItemKey key, byte[] text, Fingerprint whole) {
        try {
            return Fingerprint.ofWhole(Item.alone(text, key.kind()).idHash(), text)
                    .equals(whole);
        } catch (DamagedException e) {
            return false;
        }
    }

    /** The last line of a graph has a line break or not, depending on the lines after it; the version is the same. */
    private static boolean isSameLine(byte[] one, byte[] other) {
        try {
            JsonObject a = JsonObject.parse(one);
            JsonObject b = JsonObject.parse(other);
            boolean hasLine = a.has("line") || b.has("line");
            Optional<String> lineOfA = a.string("line").map(String::stripTrailing);
            Optional<String> lineOfB = b.string("line").map(String::stripTrailing);
            return hasLine
                    && (lineOfA.isEmpty() || lineOfB.isEmpty() || lineOfA.equals(lineOfB))
                    && withoutLine(a).equals(withoutLine(b));
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    private static JsonObject withoutLine(JsonObject item) {
        JsonObject.Builder rest = JsonObject.builder();
        item.keys().stream()
                .filter(name -> !name.equals("line"))
                .forEach(name -> rest.putValue(name, item.value(name)));
        return rest.build();
    }
}

package loom.aml.store;

import java.util.OptionalLong;
import loom.aml.item.ForeignElement;

/**
 * Reports elements that are not objects. All capabilities leave such elements in place and report them in the same
 * words.
 */
public final class ForeignElements {
    private ForeignElements() {}

    public static Finding finding(CollectionFile file, ForeignElement element) {
        if (file.isGraph()) {
            return Finding.of(
                    Finding.Kind.STRANGER,
                    file.path() + ':' + (element.ordinal() + 1),
                    "neither a valid entity nor a valid relation",
                    "kept unchanged; server-memory stops at it or drops it, so correct the line, or remove it");
        }
        return new Finding(
                Finding.Kind.STRANGER,
                file.path(),
                OptionalLong.of(element.offset()),
                "element " + element.ordinal() + " of the array is not an object",
                "left in place; the runtime cannot load this agent's "
                        + file.kind().plural() + " while it is there");
    }
}

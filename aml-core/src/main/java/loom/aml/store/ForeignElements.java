package loom.aml.store;

import java.util.OptionalLong;
import loom.aml.item.ForeignElement;

/** Speaks of elements that are no objects. Every capability leaves them in place and says so in the same words. */
public final class ForeignElements {
    private ForeignElements() {}

    public static Finding finding(CollectionFile file, ForeignElement element) {
        return new Finding(
                Finding.Kind.STRANGER,
                file.path(),
                OptionalLong.of(element.offset()),
                "element " + element.ordinal() + " of the array is no object",
                "left in place; the runtime cannot load this agent's "
                        + file.kind().plural() + " while it is there");
    }
}

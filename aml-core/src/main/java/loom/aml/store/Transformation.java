package loom.aml.store;

import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A change that each item of a collection goes through by itself, such as one of its shape. A pure function of the item, and
 * idempotent: what came of it is left as it is. Safe for use by many threads.
 */
public interface Transformation {

    /** What it is called in a journal, so that {@link Transformations} find it again. */
    JsonObject name();

    /**
     * What is to become of an item.
     *
     * @return null if it stays as it is
     * @throws NotTransformableException if it should change and cannot; it is left as it is then
     */
    @Nullable
    Result apply(Item item) throws NotTransformableException;

    /** What an item that changes lacks or has, for people; null if nothing need be said of it. */
    default @Nullable JsonObject explain(Item item) {
        return null;
    }

    /**
     * The way back of an item that has gone through this, and may have been changed since.
     *
     * @param was the shape that it had before
     * @return its bytes; null if it stays as it is
     * @throws NotTransformableException if it cannot go back; it is left as it is then
     */
    byte @Nullable [] revert(Item item, String was) throws NotTransformableException;

    /**
     * What is to become of an item.
     *
     * @param text its new bytes
     * @param was the shape that it had before
     * @param isExact whether the way back gives its former bytes; if not, they are archived
     */
    record Result(byte[] text, String was, boolean isExact) {}
}

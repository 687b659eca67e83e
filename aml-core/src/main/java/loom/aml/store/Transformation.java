package loom.aml.store;

import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A change of each item of a collection on its own, such as a migration. It is a pure, idempotent function of the item:
 * it leaves its own result unchanged. Safe for use by many threads.
 */
public interface Transformation {

    /** Returns the name that a journal stores, by which {@link Transformations} finds it again. */
    JsonObject name();

    /**
     * Transforms an item.
     *
     * @return null if the item stays unchanged
     * @throws NotTransformableException if the item should change but cannot; it is left unchanged then
     */
    @Nullable
    Result apply(Item item) throws NotTransformableException;

    /** Explains the change of an item, for people; null if there is nothing to explain. */
    default @Nullable JsonObject explain(Item item) {
        return null;
    }

    /**
     * Reverts the transformation of an item, which may have changed since.
     *
     * @param was the former shape of the item
     * @return its new bytes; null if it stays unchanged
     * @throws NotTransformableException if it cannot be reverted; it is left unchanged then
     */
    byte @Nullable [] revert(Item item, String was) throws NotTransformableException;

    /**
     * The result of a transformation.
     *
     * @param text the new bytes
     * @param was the former shape of the item
     * @param isExact whether reverting reproduces the former bytes; if not, they are archived
     */
    record Result(byte[] text, String was, boolean isExact) {}
}

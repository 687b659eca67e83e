package loom.aml.migrate;

import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.text.UneditableException;

/**
 * What changed from one schema version to the next, and how it is changed back. Steps are pure functions of the item; {@code
 * down} after {@code up} gives back the very bytes of an item in normal form. Each leaves every member alone that it does not
 * concern. A new version is a new class, named in {@link Schema#KNOWN}.
 */
interface Step {

    SchemaVersion from();

    SchemaVersion to();

    /** What the way up does, in a few words. */
    String summary();

    /** The fields that {@link #isMarked} asks an item for, and those that hold them. */
    Set<Field> marks();

    /** Whether an item has the mark by which items of {@link #to}, and later ones, are told. */
    boolean isMarked(Item item);

    /** Brings an item of {@link #from} to {@link #to}. */
    void up(ItemText item) throws UneditableException;

    /** Brings an item of {@link #to} to {@link #from}; what has no place there is kept in {@link PreservedValues}. */
    void down(ItemText item) throws UneditableException;
}

package loom.aml.migrate;

import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.text.UneditableException;

/**
 * The changes from one schema version to the next, and their reversal. Steps are pure functions of the item; {@code
 * down} after {@code up} restores the exact bytes of an item in normal form. Each step leaves unrelated members
 * unchanged. A new version is a new class, listed in {@link Schema#KNOWN}.
 */
interface Step {

    SchemaVersion from();

    SchemaVersion to();

    /** Describes the way up in a few words. */
    String summary();

    /** Returns the fields that {@link #isMarked} reads, and the fields that contain them. */
    Set<Field> marks();

    /** Returns whether an item has the mark that identifies {@link #to} and later versions. */
    boolean isMarked(Item item);

    /** Migrates an item from {@link #from} to {@link #to}. */
    void up(ItemText item) throws UneditableException;

    /**
     * Migrates an item from {@link #to} to {@link #from}. Values that do not exist there are stored in {@link
     * PreservedValues}.
     */
    void down(ItemText item) throws UneditableException;
}

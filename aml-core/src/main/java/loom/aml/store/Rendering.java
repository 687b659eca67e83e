package loom.aml.store;

import loom.aml.io.DamagedException;

/**
 * The form in which a collection is stored, if that is not JSON. Both directions are lossless: a file that is rendered and
 * stored again has the same bytes.
 *
 * <pre>
 *   file                items                                 file
 *   # Title     items   [                            stored   # Title
 *               -----&gt;  {"id":"a","text":"# Title"}  ------&gt;
 *                       ]
 * </pre>
 *
 * <p>Items have one line each, without white space between their tokens. Fields without a value are absent. An element that
 * is a string is a part of the file that is not a memory, with its exact text.
 */
public interface Rendering {
    /** The file that a new collection replaces: none. */
    byte[] NO_FILE = {};

    /**
     * Returns the items of a stored file as the text of a collection, a JSON array.
     *
     * @throws DamagedException if the bytes cannot be such a file: they are not UTF-8, contain a NUL or are too many
     */
    byte[] items(byte[] stored) throws DamagedException;

    /**
     * Returns the file for the text of a collection; an empty array if the collection is empty.
     *
     * <p>Some fields are derived from others: the title of a memory from its text. If they contradict each other, the former
     * file says which one was changed: a derived field that is as before gives way to content that is not.
     *
     * @param items the text of the collection after the change
     * @param former the file before the change; {@link #NO_FILE} if unknown, and then derived fields count as changed
     * @throws DamagedException if the text is not a collection that this form can hold, or if rendering the result would not
     *     give the same items
     */
    byte[] stored(byte[] items, byte[] former) throws DamagedException;

    /**
     * Returns this form for the items of a file, whose conventions new items follow, such as its line breaks.
     *
     * @param file the present file; {@link #NO_FILE} if it does not exist
     */
    default Rendering in(byte[] file) {
        return this;
    }

    /** Returns whether an empty collection leaves an empty file, rather than none. */
    default boolean leavesEmptyFile() {
        return false;
    }

    /** Returns the file for a collection whose former file is unknown. */
    default byte[] stored(byte[] items) throws DamagedException {
        return stored(items, NO_FILE);
    }
}

package loom.aml.connect;

/**
 * A text in which an entry was inserted, with what is needed to remove it exactly.
 *
 * @param text the whole text
 * @param extent the outermost thing that was added
 * @param tail the white space that was added after it, because it is the only element of its parent
 */
record Insertion(String text, Extent extent, String tail) {}

/**
 * The index of a store: what makes its items found by words and by fields without reading them. Derived and disposable: it is
 * brought up to date with the store before it is asked, made anew when it is missing or damaged, and never trusted over the
 * store. {@code index.query} is what can be asked, {@code index.text} what words are; Lucene is known in this package alone.
 */
@NullMarked
package loom.aml.index;

import org.jspecify.annotations.NullMarked;

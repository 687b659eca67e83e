/**
 * Full-text search of a store. The index is derived and disposable: it is updated before each search, rebuilt if it is
 * missing or damaged, and verified against the store. {@code index.query} defines queries and answers, {@code
 * index.text} splits text into words. Only this package uses Lucene.
 */
@NullMarked
package loom.aml.index;

import org.jspecify.annotations.NullMarked;

/**
 * Memories in Markdown: one memory a file, with or without YAML frontmatter, and indexes whose lines link to such files.
 * Both are rendered as the JSON text of a collection and stored from it, without losing a byte.
 */
@NullMarked
package loom.aml.store.markdown;

import org.jspecify.annotations.NullMarked;

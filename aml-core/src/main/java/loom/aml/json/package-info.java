/**
 * JSON for aml's own small documents: run records, archives, journals, pins and the output of {@code --json}. Memories
 * are never converted; they stay bytes.
 */
@NullMarked
package loom.aml.json;

import org.jspecify.annotations.NullMarked;

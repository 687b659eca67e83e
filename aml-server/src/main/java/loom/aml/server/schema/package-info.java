/** Validates values against the subset of JSON Schema 2020-12 that tool definitions use. */
@NullMarked
package loom.aml.server.schema;

import org.jspecify.annotations.NullMarked;

/** Checks a value against a JSON schema: the part of JSON Schema 2020-12 that descriptions of tools need. */
@NullMarked
package loom.aml.server.schema;

import org.jspecify.annotations.NullMarked;

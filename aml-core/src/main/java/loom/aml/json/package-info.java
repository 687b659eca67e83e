/**
 * The product's own documents, records, archives, journals, pins and what {@code --json} prints, as JSON: small values in,
 * small values out. The memories themselves never pass through here, they stay bytes.
 */
@NullMarked
package loom.aml.json;

import org.jspecify.annotations.NullMarked;

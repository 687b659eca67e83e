/** The use cases on schema versions. */
@NullMarked
package loom.aml.app.migrate;

import org.jspecify.annotations.NullMarked;

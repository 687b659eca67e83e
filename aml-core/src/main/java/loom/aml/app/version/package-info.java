/** The use cases on the former versions of single items. */
@NullMarked
package loom.aml.app.version;

import org.jspecify.annotations.NullMarked;

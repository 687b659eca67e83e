/** The use case that removes memories and texts for good. */
@NullMarked
package loom.aml.app.purge;

import org.jspecify.annotations.NullMarked;

/** The use cases that find and list items. */
@NullMarked
package loom.aml.app.search;

import org.jspecify.annotations.NullMarked;

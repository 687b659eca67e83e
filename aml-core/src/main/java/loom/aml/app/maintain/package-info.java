/** The use cases that maintain a store. */
@NullMarked
package loom.aml.app.maintain;

import org.jspecify.annotations.NullMarked;

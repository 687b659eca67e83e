/** The use cases that keep a store in order. */
@NullMarked
package loom.aml.app.maintain;

import org.jspecify.annotations.NullMarked;

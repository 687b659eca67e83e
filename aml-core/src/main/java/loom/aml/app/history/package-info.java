/** The use cases on past runs. */
@NullMarked
package loom.aml.app.history;

import org.jspecify.annotations.NullMarked;

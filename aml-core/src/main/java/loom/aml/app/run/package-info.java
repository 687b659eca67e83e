/** Confirmation, execution and results of all use cases that execute plans. */
@NullMarked
package loom.aml.app.run;

import org.jspecify.annotations.NullMarked;

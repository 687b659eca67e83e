/** What all use cases share that execute plans: confirmation, execution, and the result. */
@NullMarked
package loom.aml.app.run;

import org.jspecify.annotations.NullMarked;

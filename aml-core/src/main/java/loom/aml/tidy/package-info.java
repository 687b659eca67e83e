/** Tidying: what no program can use, what stands twice, what was left over, and what can be saved of the damaged. */
@NullMarked
package loom.aml.tidy;

import org.jspecify.annotations.NullMarked;

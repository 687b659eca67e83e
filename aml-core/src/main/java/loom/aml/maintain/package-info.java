/** The daily job, which runs the capabilities in the right order. */
@NullMarked
package loom.aml.maintain;

import org.jspecify.annotations.NullMarked;

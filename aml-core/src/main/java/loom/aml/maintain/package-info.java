/** The daily job: the capabilities in the right order. */
@NullMarked
package loom.aml.maintain;

import org.jspecify.annotations.NullMarked;

/** The manual pages. */
@NullMarked
package loom.aml.cli.manual;

import org.jspecify.annotations.NullMarked;

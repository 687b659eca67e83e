/** The presentation of results: tables, amounts, colours. */
@NullMarked
package loom.aml.cli.print;

import org.jspecify.annotations.NullMarked;

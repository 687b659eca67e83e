/** Checks the English of the whole project. */
@NullMarked
package loom.aml.cli.english;

import org.jspecify.annotations.NullMarked;

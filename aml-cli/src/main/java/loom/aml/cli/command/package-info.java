/** The commands, one class each. */
@NullMarked
package loom.aml.cli.command;

import org.jspecify.annotations.NullMarked;

/** The commands, one class each; {@code loom.aml.cli.Commands} lists them. */
@NullMarked
package loom.aml.cli.command;

import org.jspecify.annotations.NullMarked;

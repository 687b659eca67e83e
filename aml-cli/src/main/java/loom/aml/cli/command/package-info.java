/** The commands, one class each; {@link loom.aml.cli.CommandEntry} lists them. */
@NullMarked
package loom.aml.cli.command;

import org.jspecify.annotations.NullMarked;

/** MCP over standard input and output: one message a line. */
@NullMarked
package loom.aml.server.stdio;

import org.jspecify.annotations.NullMarked;

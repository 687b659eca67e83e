/** MCP over standard input and output: one message per line. */
@NullMarked
package loom.aml.server.stdio;

import org.jspecify.annotations.NullMarked;

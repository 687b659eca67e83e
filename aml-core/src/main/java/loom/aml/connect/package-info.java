/**
 * Enters the MCP server of aml into the configuration files of its clients, and removes it again. The files belong to
 * other programs, so every byte outside of the entry is preserved, and a file that the client could not read is never
 * changed.
 */
@NullMarked
package loom.aml.connect;

import org.jspecify.annotations.NullMarked;

/** The use cases that connect clients to the MCP server of aml. */
@NullMarked
package loom.aml.app.connect;

import org.jspecify.annotations.NullMarked;

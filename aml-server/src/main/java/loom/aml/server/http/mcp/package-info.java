/** MCP over HTTP ("Streamable HTTP"): one path for all revisions. */
@NullMarked
package loom.aml.server.http.mcp;

import org.jspecify.annotations.NullMarked;

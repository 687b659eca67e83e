/** MCP over HTTP ("Streamable HTTP"): one path for all revisions. */
@NullMarked
package loom.aml.server.http;

import org.jspecify.annotations.NullMarked;

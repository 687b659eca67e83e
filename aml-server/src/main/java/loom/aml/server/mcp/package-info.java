/** The Model Context Protocol in all revisions, independent of the transport. */
@NullMarked
package loom.aml.server.mcp;

import org.jspecify.annotations.NullMarked;

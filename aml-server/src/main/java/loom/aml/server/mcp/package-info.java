/** The Model Context Protocol in all its revisions, over any transport. */
@NullMarked
package loom.aml.server.mcp;

import org.jspecify.annotations.NullMarked;

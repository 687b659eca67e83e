/** The Model Context Protocol in all revisions, independent of the transport. The tools are in {@code server.memory}. */
@NullMarked
package loom.aml.server.mcp;

import org.jspecify.annotations.NullMarked;

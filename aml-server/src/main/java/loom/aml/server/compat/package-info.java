/** The tools of other memory servers, over the same files, for agents that already use them. */
@NullMarked
package loom.aml.server.compat;

import org.jspecify.annotations.NullMarked;

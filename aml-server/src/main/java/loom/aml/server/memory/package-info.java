/** The memory of a store as tools, resources and prompts for agents. */
@NullMarked
package loom.aml.server.memory;

import org.jspecify.annotations.NullMarked;

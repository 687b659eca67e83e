/** Events for the pages and programs that follow a host. */
@NullMarked
package loom.aml.server.event;

import org.jspecify.annotations.NullMarked;

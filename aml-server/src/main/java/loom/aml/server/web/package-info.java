/** Pages for people. Each page is an address below the root of the host, rendered by the server. */
@NullMarked
package loom.aml.server.web;

import org.jspecify.annotations.NullMarked;

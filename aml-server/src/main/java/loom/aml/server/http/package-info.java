/** The HTTP host: one server and one guard, under which endpoints are mounted. */
@NullMarked
package loom.aml.server.http;

import org.jspecify.annotations.NullMarked;

/** The stores of a host, by id. */
@NullMarked
package loom.aml.server.stores;

import org.jspecify.annotations.NullMarked;

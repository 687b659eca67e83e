/** The REST interface: the use cases and the documents of the command line over HTTP. */
@NullMarked
package loom.aml.server.rest;

import org.jspecify.annotations.NullMarked;

/** The server for browsers and programs: its token, its stores, its keys and its service. */
@NullMarked
package loom.aml.cli.serve;

import org.jspecify.annotations.NullMarked;

/** Reads the mentions in a text: paths, links, names of notes, commands and packages. Knows no files. */
@NullMarked
package loom.aml.stale.mention;

import org.jspecify.annotations.NullMarked;

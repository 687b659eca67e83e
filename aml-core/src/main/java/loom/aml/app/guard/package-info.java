/** The use cases that watch stores which other programs write, and make their changes reversible. */
@NullMarked
package loom.aml.app.guard;

import org.jspecify.annotations.NullMarked;

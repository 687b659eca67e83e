/** Keeps indexes of notes within the part that is loaded: moves the lines used least into indexes of their own. */
@NullMarked
package loom.aml.fold;

import org.jspecify.annotations.NullMarked;

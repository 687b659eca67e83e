/** Use cases on several stores: list those of this machine, and adopt one that a move left behind. */
@NullMarked
package loom.aml.app.stores;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary of agent memory: items, their text in a file, and their fields in every schema version. This package
 * does not depend on the location of a store.
 */
@NullMarked
package loom.aml.item;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary of agent memory: what an item is, how its text is found in a file, and what its fields say, whichever
 * schema version wrote them. Nothing here knows where a store lies.
 */
@NullMarked
package loom.aml.item;

import org.jspecify.annotations.NullMarked;

/**
 * The texts of memories as sentences of comparable tokens. Two tokens have the same form only if they differ in ways that never change
 * the meaning; a token that is not understood keeps its exact spelling.
 */
@NullMarked
package loom.aml.merge.text;

import org.jspecify.annotations.NullMarked;

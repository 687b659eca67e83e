/**
 * Forgetting: what is too old, what has proved to be of no use, and what no longer fits. Source of the rules: the seed's
 * memory management, with its thresholds as defaults.
 */
@NullMarked
package loom.aml.prune;

import org.jspecify.annotations.NullMarked;

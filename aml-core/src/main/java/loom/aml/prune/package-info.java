/**
 * Pruning: removes items that are too old, have proved useless, or exceed a size limit. The rules are those of the
 * seed's memory management, with its thresholds as defaults.
 */
@NullMarked
package loom.aml.prune;

import org.jspecify.annotations.NullMarked;

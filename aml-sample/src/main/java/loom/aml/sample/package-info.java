/**
 * Makes stores to try things on: realistic, the same for the same policy, with a known share of items that are worth
 * forgetting. What each item is and what is expected of it is told item by item, so that a run can be held against it.
 */
@NullMarked
package loom.aml.sample;

import org.jspecify.annotations.NullMarked;

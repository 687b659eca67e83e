/** Makes stores to try things on: deterministic, realistic, with a known share of what is worth forgetting. */
@NullMarked
package loom.aml.sample;

import org.jspecify.annotations.NullMarked;

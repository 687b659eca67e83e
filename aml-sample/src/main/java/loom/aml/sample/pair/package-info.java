/** Pairs of believable memories that say the same, or that differ in one place that changes the meaning, for tests and benchmarks. */
@NullMarked
package loom.aml.sample.pair;

import org.jspecify.annotations.NullMarked;

/** Benchmarks of the library, run with JMH. */
@NullMarked
package loom.aml.bench;

import org.jspecify.annotations.NullMarked;

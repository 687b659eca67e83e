/**
 * Watching: figures of a store, six health checks, growth, and alerts with their life from raised to forgotten. Everything is
 * measured; what nobody measured is said to be unknown.
 */
@NullMarked
package loom.aml.monitor;

import org.jspecify.annotations.NullMarked;

/**
 * Monitoring: metrics of a store, health checks, growth, and alerts. All values are measured; values that were not
 * measured are reported as unknown.
 */
@NullMarked
package loom.aml.monitor;

import org.jspecify.annotations.NullMarked;

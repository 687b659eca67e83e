/** The metrics of stores and of the server for Prometheus: one list of families, the samples of each, and their text. */
@NullMarked
package loom.aml.monitor.prometheus;

import org.jspecify.annotations.NullMarked;

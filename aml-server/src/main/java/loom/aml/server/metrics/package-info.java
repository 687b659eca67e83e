/** Metrics of the served stores and of the server for Prometheus. */
@NullMarked
package loom.aml.server.metrics;

import org.jspecify.annotations.NullMarked;

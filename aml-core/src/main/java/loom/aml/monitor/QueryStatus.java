package loom.aml.monitor;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How queries went, as far as whoever answers them says.
 *
 * @param time how long a query takes in the open index; nothing before the first one
 * @param hitRate the share of queries that the cache served, 0 to 1; nothing before the first one
 */
public record QueryStatus(Optional<Duration> time, OptionalDouble hitRate) {}

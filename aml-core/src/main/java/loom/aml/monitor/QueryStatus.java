package loom.aml.monitor;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Statistics of queries, as reported by the index.
 *
 * @param time the duration of a query in the open index; empty before the first query
 * @param hitRate the share of queries answered from the cache, 0 to 1; empty before the first query
 */
public record QueryStatus(Optional<Duration> time, OptionalDouble hitRate) {}

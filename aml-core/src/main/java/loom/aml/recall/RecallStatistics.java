package loom.aml.recall;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.StorePaths;

/**
 * Cache and search statistics of a store, summed over all processes that saved them. The sums are halved whenever they
 * become large, so that recent activity weighs more.
 *
 * @param hits number of items found in the cache
 * @param misses number of items read from the store
 * @param evictions number of items evicted for others
 * @param bytes last known size of the cache
 * @param searches number of searches
 * @param searchTime total time of these searches
 * @param at when the statistics were last saved
 */
public record RecallStatistics(
        long hits, long misses, long evictions, long bytes, long searches, Duration searchTime, Instant at) {
    static final String FILE = "statistics.json";

    static final RecallStatistics NONE = new RecallStatistics(0, 0, 0, 0, 0, Duration.ZERO, Instant.EPOCH);

    /** The sum from which the sums are halved. */
    private static final long MANY = 10_000;

    /** Returns the saved statistics of a store; empty if absent or unreadable. */
    public static Optional<RecallStatistics> of(StorePaths place) {
        return new RecallFolder(place).read(FILE).flatMap(RecallStatistics::parse);
    }

    /** Returns the share of items found in the cache, 0 to 1; empty before the first request. */
    public OptionalDouble hitRate() {
        return hits + misses == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / (hits + misses));
    }

    /** Returns the mean time of a search; empty before the first. */
    public Optional<Duration> meanSearchTime() {
        return searches == 0 ? Optional.empty() : Optional.of(searchTime.dividedBy(searches));
    }

    /** Returns the sum of these statistics and later ones. */
    RecallStatistics plus(RecallStatistics since) {
        RecallStatistics old = halved();
        return new RecallStatistics(
                old.hits + since.hits,
                old.misses + since.misses,
                old.evictions + since.evictions,
                since.bytes,
                old.searches + since.searches,
                old.searchTime.plus(since.searchTime),
                since.at);
    }

    private RecallStatistics halved() {
        int items = hits + misses > MANY ? 2 : 1;
        int queries = searches > MANY ? 2 : 1;
        return new RecallStatistics(
                hits / items,
                misses / items,
                evictions / items,
                bytes,
                searches / queries,
                searchTime.dividedBy(queries),
                at);
    }

    boolean isNothing() {
        return hits + misses + searches == 0;
    }

    /** Returns the difference of all counts. */
    RecallStatistics minus(RecallStatistics earlier) {
        return new RecallStatistics(
                hits - earlier.hits,
                misses - earlier.misses,
                evictions - earlier.evictions,
                bytes,
                searches - earlier.searches,
                searchTime.minus(earlier.searchTime),
                at);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("hits", hits)
                .put("misses", misses)
                .put("evictions", evictions)
                .put("cache_bytes", bytes)
                .put("searches", searches)
                .put("search_time_us", searchTime.toNanos() / 1_000)
                .put("at", at)
                .build();
    }

    byte[] toText() {
        return toJson().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<RecallStatistics> parse(byte[] text) {
        try {
            JsonObject json = JsonObject.parse(text);
            return json.instant("at")
                    .map(at -> new RecallStatistics(
                            Math.max(0, json.number("hits")),
                            Math.max(0, json.number("misses")),
                            Math.max(0, json.number("evictions")),
                            Math.max(0, json.number("cache_bytes")),
                            Math.max(0, json.number("searches")),
                            Duration.ofNanos(Math.max(0, json.number("search_time_us")) * 1_000),
                            at));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}

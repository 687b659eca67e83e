package loom.aml.sample;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import loom.aml.json.JsonObject;

/**
 * The parameters of a sample store. The same policy results in the same store, byte for byte.
 *
 * @param items the number of items, up to a billion
 * @param agents the number of agents, 1 to 1000
 * @param seed the seed of all random choices
 * @param gzip whether the files are compressed under their plain names, as the runtime does by default
 * @param schema the version in which the items are written
 * @param rot the share of stale, failed, duplicate or damaged items, 0 to 1
 * @param asOf the time from which all ages are counted; within the years 1 to 9999, with a margin of ten
 */
public record SamplePolicy(
        long items, int agents, long seed, boolean gzip, SampleSchema schema, double rot, Instant asOf) {

    private static final long MOST_ITEMS = 1_000_000_000;
    private static final int MOST_AGENTS = 1_000;

    // Times are written with four digits for the year, and the oldest items are some years older than the present.
    private static final Instant EARLIEST = Instant.parse("0011-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9989-12-31T00:00:00Z");

    public SamplePolicy {
        if (items < 0 || items > MOST_ITEMS) {
            throw new IllegalArgumentException("items must be from 0 to " + MOST_ITEMS + ": " + items);
        }
        if (agents < 1 || agents > MOST_AGENTS) {
            throw new IllegalArgumentException("agents must be from 1 to " + MOST_AGENTS + ": " + agents);
        }
        if (!(rot >= 0 && rot <= 1)) {
            throw new IllegalArgumentException("rot must be from 0 to 1: " + rot);
        }
        if (asOf.isBefore(EARLIEST) || asOf.isAfter(LATEST)) {
            throw new IllegalArgumentException("as_of must be from " + EARLIEST + " to " + LATEST + ": " + asOf);
        }
    }

    /**
     * Returns the default: a thousand plain items of six agents, a quarter of them rotten, as of the start of the day
     * in UTC.
     */
    public static SamplePolicy defaultAsOf(Instant now) {
        return new SamplePolicy(1_000, 6, 1, false, SampleSchema.V1_0_0, 0.25, now.truncatedTo(ChronoUnit.DAYS));
    }

    public SamplePolicy withItems(long count) {
        return new SamplePolicy(count, agents, seed, gzip, schema, rot, asOf);
    }

    public SamplePolicy withAgents(int count) {
        return new SamplePolicy(items, count, seed, gzip, schema, rot, asOf);
    }

    public SamplePolicy withSeed(long other) {
        return new SamplePolicy(items, agents, other, gzip, schema, rot, asOf);
    }

    public SamplePolicy withGzip(boolean on) {
        return new SamplePolicy(items, agents, seed, on, schema, rot, asOf);
    }

    public SamplePolicy withSchema(SampleSchema other) {
        return new SamplePolicy(items, agents, seed, gzip, other, rot, asOf);
    }

    public SamplePolicy withRot(double share) {
        return new SamplePolicy(items, agents, seed, gzip, schema, share, asOf);
    }

    /** Returns the same policy as of another time, truncated to milliseconds. */
    public SamplePolicy withAsOf(Instant present) {
        return new SamplePolicy(items, agents, seed, gzip, schema, rot, present);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("items", items)
                .put("agents", agents)
                .put("seed", seed)
                .put("gzip", gzip)
                .put("schema", schema.number())
                .put("rot", rot)
                .put("as_of", asOf)
                .build();
    }
}

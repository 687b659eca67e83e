package loom.aml.sample;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import loom.aml.json.JsonObject;

/**
 * What a sample store is to be like. The same policy gives the same store, to the byte.
 *
 * @param items how many items, up to a billion
 * @param agents how many agents they are spread over, 1 to 1000
 * @param seed what everything is drawn from
 * @param gzip whether the agents' files are compressed, as the runtime does by default
 * @param schema the version in which the items are written
 * @param rot the share of items that are not plainly fresh, 0 to 1
 * @param asOf the present, from which all ages count
 */
public record SamplePolicy(
        long items, int agents, long seed, boolean gzip, SampleSchema schema, double rot, Instant asOf) {
    private static final long MOST_ITEMS = 1_000_000_000;
    private static final int MOST_AGENTS = 1_000;

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
    }

    /** A thousand plain items of six agents, a quarter of them rotten, as of the start of the day. */
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

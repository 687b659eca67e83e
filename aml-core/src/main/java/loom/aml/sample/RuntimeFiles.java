package loom.aml.sample;

import java.io.IOException;
import java.util.List;
import loom.aml.item.ItemKind;

/** The files that hold no items, with the content that the runtime gives them. */
final class RuntimeFiles {
    private static final String PROJECT = "sample";

    private final SamplePolicy policy;
    private final SampleFolder folder;

    RuntimeFiles(SamplePolicy policy, SampleFolder folder) {
        this.policy = policy;
        this.folder = folder;
    }

    /** What is in a collection that was written. */
    record Amount(int items, int active, long textBytes) {}

    void config() throws IOException {
        folder.write("config.json", false, json -> {
            json.beginObject().field("version", "1.0.0").field("enabled", true);
            json.beginObject("storage")
                    .field("backend", "filesystem")
                    .field("path", ".loom/memory")
                    .field("encryption", false)
                    .field("compression", true)
                    .field("maxSizeGb", 1)
                    .field("backupEnabled", true)
                    .field("backupPath", ".loom/memory-backup")
                    .field("backupSchedule", "daily")
                    .endObject();
            json.beginObject("learning")
                    .field("minConfidence", 3, 1)
                    .field("promotionThreshold", 3)
                    .field("learningRate", 1, 1)
                    .field("discountFactor", 9, 1)
                    .field("explorationRate", 2, 1)
                    .endObject();
            json.beginObject("pruning")
                    .field("enabled", true)
                    .field("schedule", "daily")
                    .field("maxAgeDays", 90)
                    .field("minConfidence", 2, 1)
                    .field("minUsageRate", 1, 1)
                    .field("aggressiveMode", false)
                    .endObject();
            json.beginObject("sharing")
                    .field("crossAgent", true)
                    .field("crossProject", false)
                    .field("telemetry", "anonymous")
                    .field("syncEnabled", false)
                    .endObject();
            json.beginObject("performance")
                    .field("cacheEnabled", true)
                    .field("cacheMaxSizeMb", 100)
                    .field("cacheTtlSeconds", 3_600)
                    .field("queryTimeoutMs", 50)
                    .field("writeTimeoutMs", 100)
                    .field("indexingEnabled", true)
                    .endObject();
            json.beginObject("agentOverrides").endObject().endObject();
        });
    }

    void global() throws IOException {
        folder.makeDirectory("global");
        folder.write(
                "global/cross-agent.json",
                policy.gzip(),
                json -> json.beginObject()
                        .beginArray("patterns")
                        .endArray()
                        .field("sharedAt", now(), TimeStyle.RUNTIME)
                        .endObject());
        folder.write(
                "global/project-meta.json",
                policy.gzip(),
                json -> json.beginObject().field("project", PROJECT).endObject());
    }

    void context(String agent) throws IOException {
        folder.write(
                agent + "/context.json",
                policy.gzip(),
                json -> json.beginObject()
                        .field("project", PROJECT)
                        .field("primaryLanguage", "typescript")
                        .endObject());
    }

    /**
     * The runtime's own measurements of an agent.
     *
     * @param amounts what is in its collections, in the order of the kinds
     */
    void metrics(int agentIndex, List<Amount> amounts) throws IOException {
        // Three kinds follow on each agent's number: these draws are none of theirs.
        Draws draws = Draws.of(policy.seed(), agentIndex, ItemKind.values().length);
        String agent = Vocabulary.agent(agentIndex);
        folder.write(agent + "/metrics.json", policy.gzip(), json -> {
            json.beginObject().field("agent", agent).field("timestamp", now(), TimeStyle.RUNTIME);
            json.beginObject("performance")
                    .field("avgQueryLatencyMs", draws.between(2, 45))
                    .field("avgWriteLatencyMs", draws.between(5, 90))
                    .field("cacheHitRate", draws.between(40, 97), 2)
                    .field("totalQueries", draws.skewed(10, 50_000))
                    .field("totalWrites", draws.skewed(10, 9_000))
                    .endObject();
            json.beginObject("learning");
            for (ItemKind kind : ItemKind.values()) {
                Amount amount = amounts.get(kind.ordinal());
                json.field("total" + capital(kind), amount.items()).field("active" + capital(kind), amount.active());
            }
            json.field("avgPatternConfidence", draws.between(45, 75), 2)
                    .field("avgSolutionConfidence", draws.between(45, 85), 2)
                    .endObject();
            json.beginObject("usage")
                    .field("patternUsageCount", draws.skewed(0, 9_000))
                    .field("solutionUsageCount", draws.skewed(0, 3_000))
                    .field("decisionReferenceCount", draws.skewed(0, 900))
                    .field("errorPreventionCount", draws.skewed(0, 700))
                    .field("timeSavedMs", draws.skewed(0, 9_000_000))
                    .endObject();
            long total = 0;
            for (Amount amount : amounts) {
                total += amount.textBytes();
            }
            json.beginObject("storage").field("totalSizeBytes", total);
            for (ItemKind kind : ItemKind.values()) {
                json.field(
                        kind.plural() + "SizeBytes", amounts.get(kind.ordinal()).textBytes());
            }
            json.field("compressionRatio", draws.between(70, 88), 2).endObject();
            json.field("period", "daily").endObject();
        });
    }

    private static String capital(ItemKind kind) {
        return Character.toUpperCase(kind.plural().charAt(0)) + kind.plural().substring(1);
    }

    private long now() {
        return policy.asOf().toEpochMilli();
    }
}

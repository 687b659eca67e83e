package loom.aml.sample;

import java.io.IOException;
import java.util.List;
import loom.aml.item.ItemKind;

/** Writes the files without items, with the content of the runtime. */
final class RuntimeFiles {
    private static final String PROJECT = "sample";

    private final SamplePolicy policy;
    private final SampleFolder folder;

    RuntimeFiles(SamplePolicy policy, SampleFolder folder) {
        this.policy = policy;
        this.folder = folder;
    }

    /** The content of a written collection. */
    record Amount(int items, int active, long textBytes) {}

    void config() throws IOException {
        folder.write("config.json", false, json -> {
            json.writeStartObject().writeStringProperty("version", "1.0.0").writeBooleanProperty("enabled", true);
            json.writeObjectPropertyStart("storage")
                    .writeStringProperty("backend", "filesystem")
                    .writeStringProperty("path", ".loom/memory")
                    .writeBooleanProperty("encryption", false)
                    .writeBooleanProperty("compression", true)
                    .writeNumberProperty("maxSizeGb", 1)
                    .writeBooleanProperty("backupEnabled", true)
                    .writeStringProperty("backupPath", ".loom/memory-backup")
                    .writeStringProperty("backupSchedule", "daily")
                    .writeEndObject();
            json.writeObjectPropertyStart("learning")
                    .writeNumberProperty("minConfidence", RuntimeJson.decimal(3, 1))
                    .writeNumberProperty("promotionThreshold", 3)
                    .writeNumberProperty("learningRate", RuntimeJson.decimal(1, 1))
                    .writeNumberProperty("discountFactor", RuntimeJson.decimal(9, 1))
                    .writeNumberProperty("explorationRate", RuntimeJson.decimal(2, 1))
                    .writeEndObject();
            json.writeObjectPropertyStart("pruning")
                    .writeBooleanProperty("enabled", true)
                    .writeStringProperty("schedule", "daily")
                    .writeNumberProperty("maxAgeDays", 90)
                    .writeNumberProperty("minConfidence", RuntimeJson.decimal(2, 1))
                    .writeNumberProperty("minUsageRate", RuntimeJson.decimal(1, 1))
                    .writeBooleanProperty("aggressiveMode", false)
                    .writeEndObject();
            json.writeObjectPropertyStart("sharing")
                    .writeBooleanProperty("crossAgent", true)
                    .writeBooleanProperty("crossProject", false)
                    .writeStringProperty("telemetry", "anonymous")
                    .writeBooleanProperty("syncEnabled", false)
                    .writeEndObject();
            json.writeObjectPropertyStart("performance")
                    .writeBooleanProperty("cacheEnabled", true)
                    .writeNumberProperty("cacheMaxSizeMb", 100)
                    .writeNumberProperty("cacheTtlSeconds", 3_600)
                    .writeNumberProperty("queryTimeoutMs", 50)
                    .writeNumberProperty("writeTimeoutMs", 100)
                    .writeBooleanProperty("indexingEnabled", true)
                    .writeEndObject();
            json.writeObjectPropertyStart("agentOverrides").writeEndObject().writeEndObject();
        });
    }

    void global() throws IOException {
        folder.makeDirectory("global");
        folder.write(
                "global/cross-agent.json",
                policy.gzip(),
                json -> json.writeStartObject()
                        .writeArrayPropertyStart("patterns")
                        .writeEndArray()
                        .writeStringProperty("sharedAt", TimeStyle.RUNTIME.format(now()))
                        .writeEndObject());
        folder.write(
                "global/project-meta.json",
                policy.gzip(),
                json -> json.writeStartObject()
                        .writeStringProperty("project", PROJECT)
                        .writeEndObject());
    }

    void context(String agent) throws IOException {
        folder.write(
                agent + "/context.json",
                policy.gzip(),
                json -> json.writeStartObject()
                        .writeStringProperty("project", PROJECT)
                        .writeStringProperty("primaryLanguage", "typescript")
                        .writeEndObject());
    }

    /**
     * Writes the runtime's metrics of an agent.
     *
     * @param amounts the content of its collections, in the order of the kinds
     */
    void metrics(int agentIndex, List<Amount> amounts) throws IOException {
        // The three kinds use the numbers after that of the agent, so these draws are independent.
        Draws draws = Draws.of(policy.seed(), agentIndex, ItemKind.RUNTIME.size());
        String agent = Vocabulary.agent(agentIndex);
        folder.write(agent + "/metrics.json", policy.gzip(), json -> {
            json.writeStartObject()
                    .writeStringProperty("agent", agent)
                    .writeStringProperty("timestamp", TimeStyle.RUNTIME.format(now()));
            json.writeObjectPropertyStart("performance")
                    .writeNumberProperty("avgQueryLatencyMs", draws.between(2, 45))
                    .writeNumberProperty("avgWriteLatencyMs", draws.between(5, 90))
                    .writeNumberProperty("cacheHitRate", RuntimeJson.decimal(draws.between(40, 97), 2))
                    .writeNumberProperty("totalQueries", draws.skewed(10, 50_000))
                    .writeNumberProperty("totalWrites", draws.skewed(10, 9_000))
                    .writeEndObject();
            json.writeObjectPropertyStart("learning");
            for (ItemKind kind : ItemKind.RUNTIME) {
                Amount amount = amounts.get(kind.ordinal());
                json.writeNumberProperty("total" + capital(kind), amount.items())
                        .writeNumberProperty("active" + capital(kind), amount.active());
            }
            json.writeNumberProperty("avgPatternConfidence", RuntimeJson.decimal(draws.between(45, 75), 2))
                    .writeNumberProperty("avgSolutionConfidence", RuntimeJson.decimal(draws.between(45, 85), 2))
                    .writeEndObject();
            json.writeObjectPropertyStart("usage")
                    .writeNumberProperty("patternUsageCount", draws.skewed(0, 9_000))
                    .writeNumberProperty("solutionUsageCount", draws.skewed(0, 3_000))
                    .writeNumberProperty("decisionReferenceCount", draws.skewed(0, 900))
                    .writeNumberProperty("errorPreventionCount", draws.skewed(0, 700))
                    .writeNumberProperty("timeSavedMs", draws.skewed(0, 9_000_000))
                    .writeEndObject();
            long total = 0;
            for (Amount amount : amounts) {
                total += amount.textBytes();
            }
            json.writeObjectPropertyStart("storage").writeNumberProperty("totalSizeBytes", total);
            for (ItemKind kind : ItemKind.RUNTIME) {
                json.writeNumberProperty(
                        kind.plural() + "SizeBytes", amounts.get(kind.ordinal()).textBytes());
            }
            json.writeNumberProperty("compressionRatio", RuntimeJson.decimal(draws.between(70, 88), 2))
                    .writeEndObject();
            json.writeStringProperty("period", "daily").writeEndObject();
        });
    }

    private static String capital(ItemKind kind) {
        return Character.toUpperCase(kind.plural().charAt(0)) + kind.plural().substring(1);
    }

    private long now() {
        return policy.asOf().toEpochMilli();
    }
}

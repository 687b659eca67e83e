package loom.aml.monitor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import loom.aml.item.ItemKind;
import loom.aml.item.Timestamps;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The figures of a store at one time, and an entry of their history.
 *
 * @param at when
 * @param bytes bytes of all agents as stored
 * @param agents how many agents
 * @param items items by kind
 * @param meanPatternBytes mean bytes of a pattern; nothing where there is none
 * @param largest the agent with the most bytes; empty where there is no agent
 * @param largestBytes what it has
 * @param plainFiles collections stored as text
 * @param compressedFiles collections stored as gzip
 * @param compression bytes of text for each byte stored, of the compressed ones; nothing where there is none
 * @param indexBytes what the index takes; nothing where that is unknown
 * @param rot items of no use, by what is wrong with them
 */
public record Metrics(
        Instant at,
        long bytes,
        int agents,
        Map<ItemKind, Long> items,
        OptionalDouble meanPatternBytes,
        String largest,
        long largestBytes,
        int plainFiles,
        int compressedFiles,
        OptionalDouble compression,
        OptionalLong indexBytes,
        Map<ItemDefect, Long> rot) {

    private static final String ROT = "rot";

    static Metrics of(Survey survey, RelatedStatus around) {
        String largest = "";
        long largestBytes = 0;
        for (Map.Entry<String, Survey.AgentFigures> agent : survey.agents().entrySet()) {
            if (largest.isEmpty() || agent.getValue().bytes() > largestBytes) {
                largest = agent.getKey();
                largestBytes = agent.getValue().bytes();
            }
        }
        Map<ItemKind, Long> items = new EnumMap<>(ItemKind.class);
        for (ItemKind kind : ItemKind.values()) {
            items.put(kind, survey.items(kind));
        }
        long patterns = survey.items(ItemKind.PATTERN);
        Survey.Files files = survey.files();
        Optional<IndexStatus> index = around.index();
        return new Metrics(
                survey.at(),
                survey.bytes(),
                survey.agents().size(),
                items,
                patterns == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) survey.patternBytes() / patterns),
                largest,
                largestBytes,
                files.plain(),
                files.compressed(),
                files.compressedBytes() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) files.compressedText() / files.compressedBytes()),
                index.isPresent() ? OptionalLong.of(index.get().bytes()) : OptionalLong.empty(),
                survey.rot());
    }

    public long count(ItemKind kind) {
        return items.getOrDefault(kind, 0L);
    }

    public long itemCount() {
        long count = 0;
        for (long ofKind : items.values()) {
            count += ofKind;
        }
        return count;
    }

    public long rotten(ItemDefect what) {
        return rot.getOrDefault(what, 0L);
    }

    /** The share of items of no use, from 0 (clean) to 1. Elements that cannot be read count as items. */
    public double rotShare() {
        long rotten = rot.values().stream().mapToLong(Long::longValue).sum();
        long all = itemCount() + rotten(ItemDefect.UNREADABLE);
        return all == 0 ? 0 : (double) rotten / all;
    }

    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder().put("time", at).put("total_bytes", bytes).put("agents", agents);
        for (ItemKind kind : ItemKind.values()) {
            json.put(kind.plural(), count(kind));
        }
        putIfKnown(json, "mean_pattern_bytes", meanPatternBytes);
        json.put("largest_agent", largest.isEmpty() ? null : largest)
                .put("largest_agent_bytes", largestBytes)
                .put("compressed_files", compressedFiles)
                .put("plain_files", plainFiles);
        putIfKnown(json, "compression_ratio", compression);
        if (indexBytes.isPresent()) {
            json.put("index_bytes", indexBytes.getAsLong());
        } else {
            json.put("index_bytes", (String) null);
        }
        JsonObject.Builder counts = JsonObject.builder().put("share", rounded(rotShare()));
        for (ItemDefect what : ItemDefect.values()) {
            counts.put(what.word(), rotten(what));
        }
        return json.put(ROT, counts.build()).build();
    }

    private static void putIfKnown(JsonObject.Builder json, String key, OptionalDouble value) {
        if (value.isPresent()) {
            json.put(key, rounded(value.getAsDouble()));
        } else {
            json.put(key, (String) null);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    /** There are a thousand of them to be read in a moment, for which the parser of the JDK is too slow in a young process. */
    private static Instant time(String text) throws JsonSyntaxException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Instant time = Timestamps.parse(bytes, 0, bytes.length);
        if (time == null) {
            throw new JsonSyntaxException("an entry without a time");
        }
        return time;
    }

    /**
     * Reads an entry of the history.
     *
     * @throws JsonSyntaxException if it says not when it was, or how much there was
     */
    static Metrics parse(JsonObject json) throws JsonSyntaxException {
        Instant at = time(json.string("time").orElse(""));
        if (!json.has("total_bytes")) {
            throw new JsonSyntaxException("an entry without total_bytes");
        }
        Map<ItemKind, Long> items = new EnumMap<>(ItemKind.class);
        for (ItemKind kind : ItemKind.values()) {
            items.put(kind, json.number(kind.plural()));
        }
        Map<ItemDefect, Long> rot = new EnumMap<>(ItemDefect.class);
        json.object(ROT).ifPresent(counts -> {
            for (ItemDefect what : ItemDefect.values()) {
                rot.put(what, counts.number(what.word()));
            }
        });
        return new Metrics(
                at,
                json.number("total_bytes"),
                (int) json.number("agents"),
                items,
                json.decimal("mean_pattern_bytes"),
                json.string("largest_agent").orElse(""),
                json.number("largest_agent_bytes"),
                (int) json.number("plain_files"),
                (int) json.number("compressed_files"),
                json.decimal("compression_ratio"),
                json.decimal("index_bytes").isPresent()
                        ? OptionalLong.of(json.number("index_bytes"))
                        : OptionalLong.empty(),
                rot);
    }
}

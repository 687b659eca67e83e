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
 * The metrics of a store at one time, and an entry of their history.
 *
 * @param at the time
 * @param bytes the bytes of all agents as stored
 * @param agents the number of agents
 * @param items items by kind
 * @param meanPatternBytes the mean size of a pattern in bytes; empty without patterns
 * @param largest the agent with the most bytes; empty without agents
 * @param largestBytes the bytes of the largest agent
 * @param plainFiles the number of collections stored as text
 * @param compressedFiles the number of collections stored as gzip
 * @param compression the ratio of text bytes to stored bytes of compressed files; empty without such files
 * @param indexBytes the size of the index in bytes; empty if unknown
 * @param rot useless items by defect
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

    static Metrics of(Survey survey, RelatedStatus related) {
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
        Optional<IndexStatus> index = related.index();
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

    /** Returns the share of useless items, from 0 (clean) to 1. Elements that cannot be read count as items. */
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

    /**
     * Parses a timestamp. A history has a thousand of them, for which the JDK's parser is too slow in a young process.
     */
    private static Instant time(String text) throws JsonSyntaxException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Instant time = Timestamps.parse(bytes, 0, bytes.length);
        if (time == null) {
            throw new JsonSyntaxException("an entry without a time");
        }
        return time;
    }

    /**
     * Parses an entry of the history.
     *
     * @throws JsonSyntaxException if the time or the size is missing
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

package loom.aml.recall;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import org.jspecify.annotations.Nullable;

/**
 * The items to load when the cache is warmed, best first.
 *
 * @param entries the items
 * @param bytes their size in the cache
 * @param findings the files that could not be read, whose items are missing
 */
public record WarmList(List<Entry> entries, long bytes, List<Finding> findings) {
    static final String FILE = "warm.json";

    static final WarmList NONE = new WarmList(List.of(), 0, List.of());

    /**
     * An item on the list.
     *
     * @param score confidence times success rate, 0 to 1
     */
    public record Entry(String agent, ItemKind kind, String id, double score) {}

    /** A candidate for the list. */
    private record Candidate(Entry entry, double value, int weight, String path, int ordinal) {
        static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(
                        (Candidate candidate) -> candidate.entry.score)
                .thenComparingDouble(Candidate::value)
                .reversed()
                .thenComparing(Candidate::path)
                .thenComparingInt(Candidate::ordinal);
    }

    public WarmList {
        entries = List.copyOf(entries);
        findings = List.copyOf(findings);
    }

    /** Selects the best items of a store that fit. */
    public static WarmList choose(MemoryStore store, Selection selection, RecallPolicy policy) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        for (ScanResult<List<Candidate>> scanned :
                store.scan(listing, selection, collection -> best(collection, policy))) {
            if (scanned instanceof ScanResult.Read<List<Candidate>> read) {
                candidates.addAll(read.result());
            } else if (scanned instanceof ScanResult.LeftAlone<List<Candidate>> leftAlone) {
                findings.add(leftAlone.finding());
            }
        }
        candidates.sort(Candidate.BEST_FIRST);
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (Candidate candidate : candidates) {
            if (bytes + candidate.weight > policy.warmBytes()) {
                break;
            }
            bytes += candidate.weight;
            entries.add(candidate.entry);
        }
        return new WarmList(entries, bytes, findings);
    }

    /** Returns the best items of one collection: no more than fit, so that the list does not grow with the store. */
    private static List<Candidate> best(OpenCollection collection, RecallPolicy policy) throws IOException {
        PriorityQueue<Candidate> worstFirst = new PriorityQueue<>(Candidate.BEST_FIRST.reversed());
        long[] bytes = {0};
        collection.read(item -> {
            Candidate candidate = candidate(collection, item, policy.warming());
            if (candidate != null) {
                worstFirst.add(candidate);
                bytes[0] += candidate.weight;
                while (bytes[0] > policy.warmBytes() && worstFirst.peek() != null) {
                    bytes[0] -= worstFirst.remove().weight;
                }
            }
        });
        return List.copyOf(worstFirst);
    }

    private static @Nullable Candidate candidate(OpenCollection collection, Item item, RecallPolicy.Warming warming) {
        double confidence = item.confidence().orElse(-1);
        double success = item.successRate().orElse(-1);
        String id = item.id();
        if (id == null || !(confidence >= warming.minConfidence()) || !(success >= warming.minSuccess())) {
            return null;
        }
        Entry entry =
                new Entry(collection.file().agent(), item.kind(), id, Math.min(confidence, 1) * Math.min(success, 1));
        return new Candidate(
                entry,
                ValueScore.of(item),
                RecalledItem.weight(item.length(), id),
                collection.file().path(),
                item.ordinal());
    }

    byte[] toText() {
        return JsonObject.builder()
                .put("version", 1)
                .put("bytes", bytes)
                .put("items", entries.stream().map(WarmList::toJson).toList())
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject toJson(Entry entry) {
        return JsonObject.builder()
                .put("agent", entry.agent)
                .put("kind", entry.kind.word())
                .put("id", entry.id)
                .put("score", entry.score)
                .build();
    }

    /** Parses a saved list; empty if it is not valid, because nothing depends on it. */
    static WarmList parse(byte[] text) {
        try {
            JsonObject json = JsonObject.parse(text);
            List<Entry> entries = new ArrayList<>();
            for (JsonObject one : json.objects("items")) {
                Optional<ItemKind> kind = one.string("kind").flatMap(ItemKind::named);
                Optional<String> agent = one.string("agent");
                Optional<String> id = one.string("id");
                if (kind.isPresent() && agent.isPresent() && id.isPresent()) {
                    entries.add(new Entry(
                            agent.get(),
                            kind.get(),
                            id.get(),
                            one.decimal("score").orElse(0)));
                }
            }
            return new WarmList(entries, json.number("bytes"), List.of());
        } catch (JsonSyntaxException e) {
            return NONE;
        }
    }
}

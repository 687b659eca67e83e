package loom.aml.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.MemoryStore;

/**
 * The pairs that somebody does not want to merge, named by the content of both items, so that a pair is suggested again once one of them
 * changed. Kept in {@code config/rejected.json} of the store. Immutable.
 *
 * <pre>
 * {"version":1, "rejected":[{"pair":"16 hex digits", "ids":["..", ".."], "rejected_at":"2026-12-02T08:00:00Z"}]}
 * </pre>
 */
public final class Rejections {
    /** The path of the document within a store. */
    public static final String PATH = "config/rejected.json";

    private static final String REJECTED = "rejected";
    private static final String PAIR = "pair";
    /** The number of pairs that are remembered; the oldest ones are forgotten. */
    private static final int MOST = 20_000;

    private final Map<String, JsonObject> byName;

    private Rejections(Map<String, JsonObject> byName) {
        this.byName = byName;
    }

    /** Returns the name of a pair, whichever item is first. */
    public static String nameOf(Fingerprint one, Fingerprint other) {
        boolean isInOrder = one.toString().compareTo(other.toString()) <= 0;
        byte[] text = (isInOrder ? one + "" + other : other + "" + one).getBytes(StandardCharsets.US_ASCII);
        Checksum checksum = new Checksum();
        checksum.update(text, 0, text.length);
        return String.format("%016x", checksum.value());
    }

    /**
     * Reads the rejections of a store.
     *
     * @throws IOException if they cannot be read: a rejected pair must not be merged after all
     */
    public static Rejections of(MemoryStore store) throws IOException {
        Optional<MemoryStore.Document> document = store.document(PATH);
        return document.isEmpty()
                ? new Rejections(Map.of())
                : parse(document.get().content());
    }

    /**
     * Parses the document.
     *
     * @throws IOException if it is anything else
     */
    public static Rejections parse(byte[] content) throws IOException {
        try {
            JsonObject json = JsonObject.parseUntrusted(content);
            if (json.number("version") != 1 || !json.isListOfObjects(REJECTED)) {
                throw new JsonSyntaxException("not a list of rejected pairs of version 1");
            }
            Map<String, JsonObject> byName = new LinkedHashMap<>();
            for (JsonObject entry : json.objects(REJECTED)) {
                byName.put(
                        entry.string(PAIR).orElseThrow(() -> new JsonSyntaxException("a rejection without a pair")),
                        entry);
            }
            return new Rejections(byName);
        } catch (JsonSyntaxException e) {
            throw new IOException(
                    PATH + " cannot be read (" + e.getMessage() + "); correct it, or move it away to begin again", e);
        }
    }

    public boolean isRejected(Fingerprint one, Fingerprint other) {
        return !byName.isEmpty() && byName.containsKey(nameOf(one, other));
    }

    public int size() {
        return byName.size();
    }

    /** Returns the rejections with one more. */
    public Rejections with(ReadPair pair, Instant now) {
        Map<String, JsonObject> next = new LinkedHashMap<>(byName);
        next.put(
                pair.name(),
                JsonObject.builder()
                        .put(PAIR, pair.name())
                        .put(
                                "ids",
                                List.of(
                                        pair.one().key().id(),
                                        pair.other().key().id()))
                        .put("rejected_at", now)
                        .build());
        while (next.size() > MOST) {
            next.remove(next.keySet().iterator().next());
        }
        return new Rejections(next);
    }

    /** Returns the rejections without one. */
    public Rejections without(ReadPair pair) {
        Map<String, JsonObject> next = new LinkedHashMap<>(byName);
        next.remove(pair.name());
        return new Rejections(next);
    }

    /** Returns the document. */
    public byte[] toUtf8() {
        return (JsonObject.builder()
                                .put("version", 1)
                                .put(REJECTED, byName.values())
                                .build()
                                .toPrettyString()
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}

package loom.aml.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * How notes proved useful, by their ids. It is kept beside the notes, because feedback must neither change what people wrote
 * nor the time of their files, by which their program judges their age.
 *
 * <pre>
 * {"notes":[{"id":"feedback_short-commits","helped":3,"failed":0,"last_used":"2026-11-30T09:12:00Z"}]}
 * </pre>
 */
public record NoteUsage(Map<String, Uses> byId) {
    /** The document within the store. */
    public static final String PATH = "usage.json";

    public static final NoteUsage NONE = new NoteUsage(Map.of());

    /** The number of notes whose usage is kept; those used least recently are forgotten. */
    private static final int MOST = 5_000;

    /**
     * The uses of a note.
     *
     * @param lastUsed null if it was never used
     * @param isObsolete whether somebody said that it no longer holds
     */
    public record Uses(long helped, long failed, @Nullable Instant lastUsed, boolean isObsolete) {
        static final Uses NONE = new Uses(0, 0, null, false);

        /** Returns the uses after one that helped. */
        public Uses helpedAgain(Instant now) {
            return new Uses(helped + 1, failed, now, false);
        }

        /** Returns the uses after one that failed. */
        public Uses failedAgain(Instant now) {
            return new Uses(helped, failed + 1, now, isObsolete);
        }

        /** Returns the uses of a note that no longer holds. */
        public Uses obsolete() {
            return new Uses(helped, failed, lastUsed, true);
        }
    }

    public NoteUsage {
        byId = Map.copyOf(byId);
    }

    /**
     * Reads the usage of a store.
     *
     * @throws IOException if it cannot be read
     */
    public static NoteUsage of(MemoryStore store) throws IOException {
        Optional<MemoryStore.Document> document = store.document(PATH);
        return document.isEmpty() ? NONE : parse(document.get().content());
    }

    /**
     * Parses the document.
     *
     * @throws IOException if it is not one
     */
    public static NoteUsage parse(byte[] content) throws IOException {
        try {
            Map<String, Uses> byId = new LinkedHashMap<>();
            for (JsonObject note : JsonObject.parseUntrusted(content).objects("notes")) {
                byId.put(
                        note.string("id").orElse(""),
                        new Uses(
                                note.number("helped"),
                                note.number("failed"),
                                note.instant("last_used").orElse(null),
                                note.isTrue("obsolete")));
            }
            return new NoteUsage(byId);
        } catch (JsonSyntaxException e) {
            throw new IOException(
                    PATH + " cannot be read (" + e.getMessage() + "); correct it, or move it away to begin again", e);
        }
    }

    /** Returns the uses of a note. */
    public Uses of(String id) {
        return byId.getOrDefault(id, Uses.NONE);
    }

    /** Returns the usage with other uses of a note. */
    public NoteUsage with(String id, Uses uses) {
        Map<String, Uses> next = new LinkedHashMap<>(byId);
        next.put(id, uses);
        if (next.size() > MOST) {
            next.entrySet().stream()
                    .min(Comparator.comparing(entry -> lastUsed(entry.getValue())))
                    .ifPresent(oldest -> next.remove(oldest.getKey()));
        }
        return new NoteUsage(next);
    }

    private static Instant lastUsed(Uses uses) {
        Instant used = uses.lastUsed();
        return used == null ? Instant.EPOCH : used;
    }

    /** Returns the document. */
    public byte[] toUtf8() {
        List<JsonObject> notes = byId.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> toJson(entry.getKey(), entry.getValue()))
                .toList();
        return (JsonObject.builder().put("notes", notes).build().toPrettyString() + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject toJson(String id, Uses uses) {
        JsonObject.Builder json =
                JsonObject.builder().put("id", id).put("helped", uses.helped).put("failed", uses.failed);
        if (uses.lastUsed != null) {
            json.put("last_used", uses.lastUsed);
        }
        return uses.isObsolete ? json.put("obsolete", true).build() : json.build();
    }
}

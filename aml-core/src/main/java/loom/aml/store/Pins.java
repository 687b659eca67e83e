package loom.aml.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The ids of the items that must not be removed. Stored in {@code config/pins.json} of the store. Immutable.
 *
 * <pre>
 * {"version":1, "pins":[{"id":"...", "pinned_at":"2026-11-23T08:00:00Z"}]}
 * </pre>
 */
public final class Pins {

    /** The path of the pins within a store. */
    public static final String PATH = "config/pins.json";

    /** No pins. */
    public static final Pins NONE = new Pins(JsonObject.builder().build(), Map.of());

    private final JsonObject rest;
    private final Map<String, JsonObject> byId;
    private final Set<Long> hashes = new HashSet<>();

    /** @param rest the other fields of the file, which are preserved */
    private Pins(JsonObject rest, Map<String, JsonObject> byId) {
        this.rest = rest;
        this.byId = byId;
        for (String id : byId.keySet()) {
            for (long hash : Fingerprint.ofIdAsWritten(id)) {
                hashes.add(hash);
            }
        }
    }

    /**
     * Parses pins.
     *
     * @throws JsonSyntaxException if the document is anything else; unreadable pins must not count as no pins
     */
    public static Pins parse(JsonObject json) throws JsonSyntaxException {
        if (json.number("version") != 1 || !json.isListOfObjects("pins")) {
            throw new JsonSyntaxException("not a list of pins of version 1");
        }
        Map<String, JsonObject> byId = new LinkedHashMap<>();
        for (JsonObject pin : json.objects("pins")) {
            byId.put(pin.string("id").orElseThrow(() -> new JsonSyntaxException("a pin without an id")), pin);
        }
        return new Pins(json, byId);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("version", 1)
                .putAll(rest)
                .put("pins", byId.values())
                .build();
    }

    public List<String> ids() {
        return new ArrayList<>(byId.keySet());
    }

    public boolean isPinned(String id) {
        return byId.containsKey(id);
    }

    public boolean isPinned(Item item) {
        return !hashes.isEmpty() && hashes.contains(item.idHash());
    }

    /** Returns these pins and one more. */
    public Pins with(String id, Instant now) {
        Map<String, JsonObject> more = new LinkedHashMap<>(byId);
        more.put(id, JsonObject.builder().put("id", id).put("pinned_at", now).build());
        return new Pins(rest, more);
    }

    /** Returns these pins without one. */
    public Pins without(String id) {
        Map<String, JsonObject> fewer = new LinkedHashMap<>(byId);
        fewer.remove(id);
        return new Pins(rest, fewer);
    }
}

package loom.aml.item.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A member of an object: the separator before it, its name, the colon with the white space around it, and its value.
 */
public final class Member {
    private static final Map<String, Slice> KEYS = keys(
            "tags",
            "active",
            "metadata",
            "created_by",
            "last_modified",
            "version",
            "variations",
            "migrated_at",
            "metrics",
            "successRate",
            "executionCount",
            "avgTimeSavedMs",
            "errorPreventionCount",
            "performance",
            "success_rate",
            "execution_count",
            "avg_time_saved_ms",
            "error_prevention_count",
            "evolution",
            "created",
            "lastUsed",
            "refinements",
            "confidenceScore",
            "lifecycle",
            "created_at",
            "last_used_at",
            "refinement_count",
            "confidence");

    private final Slice colon;
    private Slice lead;
    private Slice key;
    private boolean isEscaped;
    private Slice value;
    private @Nullable ObjectText object;

    /**
     * @param key the name with its quotes
     * @param isEscaped whether the name contains escapes
     */
    Member(Slice lead, Slice key, boolean isEscaped, Slice colon, Slice value) {
        this.lead = lead;
        this.key = key;
        this.isEscaped = isEscaped;
        this.colon = colon;
        this.value = value;
    }

    private static Map<String, Slice> keys(String... names) {
        Map<String, Slice> keys = new HashMap<>();
        for (String name : names) {
            keys.put(name, Slice.of("\"" + name + "\""));
        }
        return Map.copyOf(keys);
    }

    /** Returns a name with its quotes. The names of the schema are cached because every item needs some. */
    static Slice key(String name) {
        Slice known = KEYS.get(name);
        return known == null ? Slice.of("\"" + name + "\"") : known;
    }

    /** Returns the name as written, with its quotes. */
    public Slice quotedName() {
        return key;
    }

    Slice lead() {
        return lead;
    }

    void setLead(Slice other) {
        lead = other;
    }

    Slice colon() {
        return colon;
    }

    public boolean isNamed(String name) {
        int length = key.length() - 2;
        if (isEscaped) {
            return name().equals(name);
        }
        if (length != name.length()) {
            return false;
        }
        byte[] bytes = key.bytes();
        int from = key.from() + 1;
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public String name() {
        return isEscaped
                ? decoded()
                : new String(key.bytes(), key.from() + 1, key.length() - 2, StandardCharsets.UTF_8);
    }

    private String decoded() {
        try {
            return JsonObject.parse("{\"name\":" + key + "}").string("name").orElseThrow();
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("the scanner accepted an invalid name: " + key, e);
        }
    }

    public void rename(String name) {
        key = key(name);
        isEscaped = false;
    }

    /** Returns the value as written, including the changes to an object that was opened. */
    public Slice value() {
        if (object == null) {
            return value;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        object.writeTo(out);
        byte[] bytes = out.toByteArray();
        return new Slice(bytes, 0, bytes.length);
    }

    public void setValue(Slice other) {
        value = other;
        object = null;
    }

    /** Returns the value if it was opened or created as an object; null otherwise. */
    @Nullable
    ObjectText object() {
        return object;
    }

    void setObject(ObjectText other) {
        object = other;
    }

    void writeTo(ByteArrayOutputStream out) {
        lead.writeTo(out);
        key.writeTo(out);
        colon.writeTo(out);
        if (object == null) {
            value.writeTo(out);
        } else {
            object.writeTo(out);
        }
    }
}

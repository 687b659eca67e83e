package loom.aml.migrate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/** A member of an object: the separator before it, its name, the colon with the white space around it, and its value. */
final class Member {
    private final Slice colon;
    private Slice lead;
    private Slice key;
    private Slice value;
    private @Nullable ObjectText object;

    /**
     * @param key the name with its quotes
     */
    Member(Slice lead, Slice key, Slice colon, Slice value) {
        this.lead = lead;
        this.key = key;
        this.colon = colon;
        this.value = value;
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

    boolean isNamed(String name) {
        int length = key.length() - 2;
        if (length == name.length()) {
            return new Slice(key.bytes(), key.from() + 1, key.to() - 1).is(name);
        }
        return length > name.length() && key.contains('\\') && name().equals(name);
    }

    String name() {
        String raw = new String(key.bytes(), key.from() + 1, key.length() - 2, StandardCharsets.UTF_8);
        return key.contains('\\') ? decoded() : raw;
    }

    private String decoded() {
        try {
            return JsonObject.parse("{\"name\":" + key + "}").string("name").orElseThrow();
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a scanner found this name sound: " + key, e);
        }
    }

    void rename(String name) {
        key = Slice.of("\"" + name + "\"");
    }

    /** The value as it is written. An object that was opened is written out. */
    Slice value() {
        if (object == null) {
            return value;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        object.writeTo(out);
        byte[] bytes = out.toByteArray();
        return new Slice(bytes, 0, bytes.length);
    }

    void setValue(Slice other) {
        value = other;
        object = null;
    }

    /** The value as an object that was opened, or made; null if it was not. */
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

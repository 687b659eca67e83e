package loom.aml.backup.repository;

import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.io.Access;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The text form of an {@link Access}, which may come from another machine.
 *
 * @param mode the nine permission bits as {@code ls -l} prints them
 * @param special the setuid, setgid and sticky bits, as in a mode
 * @param attributes access control lists and extended attributes by name, in base64
 * @param isWhole whether special bits and attributes were recorded; earlier versions did not record them
 */
public record AccessText(
        String mode, String owner, String group, int special, SortedMap<String, String> attributes, boolean isWhole) {
    private static final String BITS = "bits";
    private static final String ATTRIBUTES = "attributes";
    private static final int SPECIAL = 07000;

    public AccessText {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    // The generated equals of a record is linked at run time; see FileState.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessText owned
                && isWhole == owned.isWhole
                && special == owned.special
                && mode.equals(owned.mode)
                && owner.equals(owned.owner)
                && group.equals(owned.group)
                && attributes.equals(owned.attributes);
    }

    @Override
    public int hashCode() {
        return 31 * mode.hashCode() + owner.hashCode();
    }

    /** Returns the text form of an access. */
    public static AccessText of(Access access) {
        SortedMap<String, String> attributes = access.attributes();
        return new AccessText(
                access.modeText(),
                String.valueOf(access.owner()),
                String.valueOf(access.group()),
                access.special(),
                attributes == null ? new TreeMap<>() : attributes,
                true);
    }

    /** Returns the access, as far as this machine knows its owner and group. */
    public Access toAccess() {
        Access plain = Access.of(mode, owner, group);
        return isWhole ? new Access(plain.mode(), plain.owner(), plain.group(), special, attributes) : plain;
    }

    /** Returns whether a file has this access, as far as it was recorded. */
    public boolean isOf(Access access) {
        AccessText other = of(access);
        return isWhole
                ? equals(other)
                : mode.equals(other.mode) && owner.equals(other.owner) && group.equals(other.group);
    }

    JsonObject.Builder put(JsonObject.Builder json) {
        return json.put("mode", mode).put("owner", owner).put("group", group);
    }

    /** Adds the members that most files do not have. */
    JsonObject.Builder putRest(JsonObject.Builder json) {
        if (special != 0) {
            json.put(BITS, Integer.toOctalString(special));
        }
        if (!attributes.isEmpty()) {
            JsonObject.Builder values = JsonObject.builder();
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                values.put(attribute.getKey(), attribute.getValue());
            }
            json.put(ATTRIBUTES, values.build());
        }
        return json;
    }

    /**
     * Parses the text form.
     *
     * @param isWhole whether missing members mean that the file did not have them
     */
    static AccessText of(JsonObject json, boolean isWhole) throws DamagedException {
        String mode = json.string("mode").orElse("");
        if (mode.length() != 9 || !mode.matches("([r-][w-][x-]){3}")) {
            throw new DamagedException(0, "invalid mode: " + mode);
        }
        String bits = json.string(BITS).orElse("0");
        if (!bits.equals("0") && !bits.matches("[1-7]000")) {
            throw new DamagedException(0, "invalid special mode bits: " + bits);
        }
        Map<String, String> attributes =
                json.object(ATTRIBUTES).map(JsonObject::texts).orElse(Map.of());
        for (String value : attributes.values()) {
            try {
                Base64.getDecoder().decode(value);
            } catch (IllegalArgumentException e) {
                throw new DamagedException(0, "an extended attribute that is not valid base64");
            }
        }
        return new AccessText(
                mode,
                json.string("owner").orElse(""),
                json.string("group").orElse(""),
                Integer.parseInt(bits, 8) & SPECIAL,
                new TreeMap<>(attributes),
                isWhole);
    }
}

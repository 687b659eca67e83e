package loom.aml.store.markdown;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The fields of an item before it is stored. A field that is absent or null is not given: it stays as it is. */
public final class GivenFields {
    private final JsonObject item;
    private final Set<String> stale;

    private GivenFields(JsonObject item, Set<String> stale) {
        this.item = item;
        this.stale = stale;
    }

    /**
     * Returns the fields of an item.
     *
     * @param former the item before the change; null if unknown
     * @param content the fields from which others are derived
     * @param derived the fields that are not given if they are as before and the content is not
     * @throws DamagedException if a field is neither text, nor null, nor a list of text
     */
    public static GivenFields of(
            JsonObject item, @Nullable JsonObject former, List<String> content, List<String> derived)
            throws DamagedException {
        for (String key : item.keys()) {
            Object value = item.value(key);
            boolean isText = value == null || value instanceof String;
            if (!isText && !(value instanceof List<?> list && list.stream().allMatch(String.class::isInstance))) {
                throw new DamagedException(0, "\"" + key + "\" is neither a string nor a list of strings");
            }
        }
        boolean isEdited = former != null && content.stream().anyMatch(key -> !isSame(key, item, former));
        if (former == null || !isEdited) {
            return new GivenFields(item, Set.of());
        }
        Set<String> stale = new HashSet<>();
        for (String key : derived) {
            if (isSame(key, item, former)) {
                stale.add(key);
            }
        }
        return new GivenFields(item, stale);
    }

    private static boolean isSame(String key, JsonObject one, JsonObject other) {
        return Objects.equals(one.value(key), other.value(key));
    }

    /**
     * Requires that the item has no other fields.
     *
     * @param what the item, in the middle of a sentence
     */
    public GivenFields requireOnly(Set<String> known, String what) throws DamagedException {
        for (String key : item.keys()) {
            if (!known.contains(key)) {
                throw new DamagedException(0, what + " cannot have a field \"" + key + '"');
            }
        }
        return this;
    }

    /** Returns a text; empty if it is not given. */
    public Optional<String> text(String key) throws DamagedException {
        Object value = stale.contains(key) ? null : item.value(key);
        if (value instanceof List) {
            throw new DamagedException(0, "\"" + key + "\" is not a string");
        }
        return Optional.ofNullable((String) value);
    }

    /** Returns a list of texts; empty if it is not given. */
    public Optional<List<String>> texts(String key) throws DamagedException {
        Object value = stale.contains(key) ? null : item.value(key);
        if (value instanceof String) {
            throw new DamagedException(0, "\"" + key + "\" is not a list");
        }
        return value == null ? Optional.empty() : Optional.of(item.strings(key));
    }
}

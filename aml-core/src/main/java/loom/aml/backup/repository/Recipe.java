package loom.aml.backup.repository;

import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * How one version of a text is put together: from the version before it, and from bytes of its own.
 *
 * <pre>
 *   =1200-340+352=88     copy 1200 bytes of the version before, pass over 340, take 352 new ones, copy 88 more
 *   &#64;5000=10             copy 10 bytes from byte 5000 of the version before
 *   +1640                all of it is new
 * </pre>
 *
 * @param text size and sum of the text that comes of it
 * @param at where its own bytes begin in the content of the segment in which the recipe lies; they follow each other
 * @param steps what to do, as above
 * @param before the version before; null for a text that needs none
 */
public record Recipe(
        Sha256.Sum text, long at, String steps, @Nullable Before before) {

    /**
     * Where a recipe lies.
     *
     * @param segment the segment
     * @param offset where it begins in the segment's content
     * @param length bytes of it
     */
    public record Place(String segment, long offset, int length) {
        // The equals that a record would get is linked at run time; see FileState.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place
                    && offset == place.offset
                    && length == place.length
                    && segment.equals(place.segment);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * segment.hashCode() + Long.hashCode(offset)) + length;
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("segment", segment)
                    .put("offset", offset)
                    .put("length", length)
                    .build();
        }

        public static Place of(JsonObject json) throws DamagedException {
            String segment = json.string("segment").orElse("");
            long offset = json.number("offset");
            long length = json.number("length");
            if (!Sha256.isHex(segment) || offset < 0 || length < 2 || length > MAX_LENGTH) {
                throw new DamagedException(0, "a recipe's place that is none: " + json);
            }
            return new Place(segment, offset, (int) length);
        }
    }

    /**
     * The version before.
     *
     * @param place where its recipe lies
     * @param inflated bytes of its text if it is kept as gzip: the steps are then over that text
     * @param copy the same recipe once more, in case its segment is lost: later versions must not go with it
     */
    public record Before(
            Place place, OptionalLong inflated, @Nullable Recipe copy) {
        /** The version that a snapshot holds. */
        public static Before of(FileEntry file, @Nullable Recipe copy) {
            long size = file.text().size();
            return new Before(file.place(), file.isStoredGzip() ? OptionalLong.of(size) : OptionalLong.empty(), copy);
        }

        Before alone() {
            return new Before(place, inflated, null);
        }
    }

    /** A recipe of this size would be of a text whose every tenth byte changed. */
    private static final int MAX_LENGTH = 1 << 28;

    /** The same recipe, without a copy of the one before. */
    public Recipe alone() {
        return before == null ? this : new Recipe(text, at, steps, before.alone());
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("bytes", text.size())
                .put("sha256", text.hex())
                .put("at", at)
                .put("steps", steps);
        if (before != null) {
            JsonObject.Builder parent = JsonObject.builder().putAll(before.place.toJson());
            before.inflated.ifPresent(size -> parent.put("text_bytes", size));
            if (before.copy != null) {
                parent.put("recipe", before.copy.toJson());
            }
            json.put("before", parent.build());
        }
        return json.build();
    }

    public static Recipe of(JsonObject json) throws DamagedException {
        try {
            Optional<JsonObject> before = json.object("before");
            Before parent = null;
            if (before.isPresent()) {
                Optional<JsonObject> copy = before.get().object("recipe");
                OptionalLong inflated = before.get().has("text_bytes")
                        ? OptionalLong.of(before.get().number("text_bytes"))
                        : OptionalLong.empty();
                parent = new Before(Place.of(before.get()), inflated, copy.isPresent() ? of(copy.get()) : null);
            }
            return new Recipe(
                    new Sha256.Sum(json.number("bytes"), json.string("sha256").orElse("")),
                    json.number("at"),
                    json.string("steps").orElse(""),
                    parent);
        } catch (IllegalArgumentException e) {
            throw new DamagedException(0, "a recipe that is none: " + e.getMessage());
        }
    }
}

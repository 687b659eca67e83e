package loom.aml.backup.repository;

import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Describes how one version of a text is assembled from the previous version and new bytes.
 *
 * <pre>
 *   =1200-340+352=88     copy 1200 bytes of the previous version, skip 340, take 352 new ones, copy 88 more
 *   &#64;5000=10             copy 10 bytes from byte 5000 of the previous version
 *   +1640                take 1640 new bytes: the whole text is new
 * </pre>
 *
 * @param text size and checksum of the assembled text
 * @param at the position of the new bytes in the content of the segment that contains the recipe; they are consecutive
 * @param steps the steps, as above
 * @param before the previous version; null if the text needs none
 */
public record Recipe(
        Sha256.Sum text, long at, String steps, @Nullable Before before) {

    /**
     * The location of a recipe.
     *
     * @param segment the name of the segment
     * @param offset its position in the content of the segment
     * @param length its length in bytes
     */
    public record Place(String segment, long offset, int length) {
        // The generated equals of a record is linked at run time; see FileState.
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
                throw new DamagedException(0, "invalid location of a recipe: " + json);
            }
            return new Place(segment, offset, (int) length);
        }
    }

    /**
     * The previous version.
     *
     * @param place the location of its recipe
     * @param inflated the size of its text if it is stored as gzip: the steps then refer to that text
     * @param copy a copy of its recipe, so that later versions survive the loss of its segment
     */
    public record Before(
            Place place, OptionalLong inflated, @Nullable Recipe copy) {
        /** Returns the version that a snapshot contains. */
        public static Before of(FileEntry file, @Nullable Recipe copy) {
            long size = file.text().size();
            return new Before(file.place(), file.isStoredGzip() ? OptionalLong.of(size) : OptionalLong.empty(), copy);
        }

        Before alone() {
            return new Before(place, inflated, null);
        }
    }

    /** The maximum size of a recipe, enough for a text with changes in every tenth byte. */
    private static final int MAX_LENGTH = 1 << 28;

    /** Returns this recipe without the copy of the previous one. */
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
            throw new DamagedException(0, "invalid recipe: " + e.getMessage());
        }
    }
}

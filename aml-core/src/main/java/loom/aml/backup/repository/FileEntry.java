package loom.aml.backup.repository;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import loom.aml.io.DamagedException;
import loom.aml.io.FileState;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;

/**
 * One file of a snapshot.
 *
 * @param path the path within the store
 * @param owned its owner and permissions
 * @param modified its modification time
 * @param changed its change time (ctime), which reveals an edit that preserved size and modification time; the epoch if
 *     unknown, as in snapshots of earlier versions
 * @param key together with size and times, identifies the version of the file; empty if the file was written too recently for
 *     that
 * @param stored size and checksum of the file
 * @param gzip the first ten bytes of a valid gzip collection, otherwise empty
 * @param text size and checksum of the uncompressed text of gzip, otherwise of the file
 * @param kept the form in which the content is stored; relevant only for gzip
 * @param items the number of elements of a valid collection, otherwise empty
 * @param place the location of the recipe of the content
 * @param recipe a copy of that recipe, in case its segment is lost
 */
public record FileEntry(
        String path,
        AccessText owned,
        Instant modified,
        Instant changed,
        String key,
        Sha256.Sum stored,
        byte[] gzip,
        Sha256.Sum text,
        Kept kept,
        OptionalInt items,
        Recipe.Place place,
        Recipe recipe) {

    private static final int GZIP_HEAD = 10;

    /** The form in which the content of a gzip file is stored. */
    public enum Kept {
        /** The bytes of the file: used without a previous version. */
        STORED,
        /** The uncompressed text, of which later versions store only the differences. */
        TEXT
    }

    /** Returns size and checksum of the content. */
    public Sha256.Sum content() {
        return isText() ? text : stored;
    }

    /** Returns whether the content is the text of gzip, which a restore compresses again. */
    public boolean isText() {
        return gzip.length > 0 && kept == Kept.TEXT;
    }

    /** Returns whether the content is gzip, which must be inflated to obtain the text. */
    public boolean isStoredGzip() {
        return gzip.length > 0 && kept == Kept.STORED;
    }

    /**
     * Returns whether a file is the version that was read, judging by its state. Its owner, group and mode are unchanged as
     * well, because changing them updates the change time.
     */
    public boolean isOf(FileState state) {
        return !key.isEmpty()
                && state.size() == stored.size()
                && state.modified().equals(modified)
                && state.changed().equals(changed)
                && key.equals(String.valueOf(state.key()));
    }

    /** Returns whether two snapshots contain the same file, regardless of its times. */
    public boolean isSameAs(FileEntry other) {
        return path.equals(other.path) && owned.equals(other.owned) && stored.equals(other.stored);
    }

    JsonObject toJson() {
        JsonObject.Builder json = owned.put(JsonObject.builder().put("path", path))
                .put("modified", modified)
                .put("changed", changed)
                .put("key", key);
        owned.putRest(json).put("bytes", stored.size()).put("sha256", stored.hex());
        if (gzip.length > 0) {
            json.put("gzip", HexFormat.of().formatHex(gzip))
                    .put("content", kept.name().toLowerCase(Locale.ROOT))
                    .put("text_bytes", text.size())
                    .put("text_sha256", text.hex());
        }
        items.ifPresent(count -> json.put("items", count));
        json.put("recipe_at", place.toJson());
        return json.put("recipe", recipe.toJson()).build();
    }

    static FileEntry of(JsonObject json) throws DamagedException {
        String path = json.string("path").orElse("");
        if (!SafePath.isSafe(path)) {
            throw new DamagedException(0, "refused a path outside the store: " + path);
        }
        try {
            byte[] gzip = HexFormat.of().parseHex(json.string("gzip").orElse(""));
            if (gzip.length != 0 && gzip.length != GZIP_HEAD) {
                throw new IllegalArgumentException("an invalid gzip header");
            }
            Sha256.Sum stored = sum(json, "bytes", "sha256");
            return new FileEntry(
                    path,
                    AccessText.of(json, json.has("changed")),
                    json.instant("modified").orElse(Instant.EPOCH),
                    json.instant("changed").orElse(Instant.EPOCH),
                    json.string("key").orElse(""),
                    stored,
                    gzip,
                    gzip.length == 0 ? stored : sum(json, "text_bytes", "text_sha256"),
                    kept(json.string("content").orElse(Kept.TEXT.name())),
                    json.has("items") ? OptionalInt.of((int) json.number("items")) : OptionalInt.empty(),
                    Recipe.Place.of(member(json, "recipe_at")),
                    Recipe.of(member(json, "recipe")));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(0, "file " + path + " has an invalid entry: " + e.getMessage());
        }
    }

    private static Kept kept(String word) {
        return Kept.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static JsonObject member(JsonObject json, String name) {
        return json.object(name).orElseThrow(() -> new IllegalArgumentException("missing " + name));
    }

    private static Sha256.Sum sum(JsonObject json, String size, String hex) {
        return new Sha256.Sum(json.number(size), json.string(hex).orElse(""));
    }
}

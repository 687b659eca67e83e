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
 * @param owned whose it is and who may do what with it
 * @param modified its time of last modification
 * @param changed its time of last change (ctime), which shows an edit that kept size and time of modification; the epoch where
 *     it was not noted, as in snapshots of earlier versions
 * @param key tells, with size and time, whether the file is still the same version; empty where that could not be told, for it
 *     had only just been written
 * @param stored size and sum of the file as it is stored
 * @param gzip the first ten bytes of a sound collection that is gzip; else empty
 * @param text size and sum of the text in it, if it is gzip, else of the file
 * @param kept what is kept of it; it matters where it is gzip
 * @param items elements of the collection; nothing for what is none, or no sound one
 * @param place where the recipe of what is kept lies
 * @param recipe that recipe once more, in case its segment is lost
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

    /** What is kept of a file that is gzip. */
    public enum Kept {
        /** The bytes as they are stored: a file of which nothing older is known. */
        STORED,
        /** The text, of which a later version can keep what is new. */
        TEXT
    }

    /** Size and sum of what is kept. */
    public Sha256.Sum content() {
        return isText() ? text : stored;
    }

    /** Whether what is kept is the text of gzip, which must be compressed again to be the file. */
    public boolean isText() {
        return gzip.length > 0 && kept == Kept.TEXT;
    }

    /** Whether what is kept are the stored bytes of gzip, which must be inflated to be the text. */
    public boolean isStoredGzip() {
        return gzip.length > 0 && kept == Kept.STORED;
    }

    /**
     * Returns whether a file is, to all that can be seen without reading it, the one that was read. Its owner, group and mode are
     * the same as well then, for each of them moves the time of change.
     */
    public boolean isOf(FileState state) {
        return !key.isEmpty()
                && state.size() == stored.size()
                && state.modified().equals(modified)
                && state.changed().equals(changed)
                && key.equals(String.valueOf(state.key()));
    }

    /** Whether two snapshots hold the same file, whenever it was written. */
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
            throw new DamagedException(0, "a path that leads out of the store, which is refused: " + path);
        }
        try {
            byte[] gzip = HexFormat.of().parseHex(json.string("gzip").orElse(""));
            if (gzip.length != 0 && gzip.length != GZIP_HEAD) {
                throw new IllegalArgumentException("a head of gzip that is none");
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
            throw new DamagedException(
                    0, "file " + path + " is told of in a way that makes no sense: " + e.getMessage());
        }
    }

    private static Kept kept(String word) {
        return Kept.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static JsonObject member(JsonObject json, String name) {
        return json.object(name).orElseThrow(() -> new IllegalArgumentException("it has no " + name));
    }

    private static Sha256.Sum sum(JsonObject json, String size, String hex) {
        return new Sha256.Sum(json.number(size), json.string(hex).orElse(""));
    }
}

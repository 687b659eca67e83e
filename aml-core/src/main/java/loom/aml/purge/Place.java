package loom.aml.purge;

import loom.aml.json.JsonObject;

/**
 * A place that holds what is purged.
 *
 * @param kind the kind of place
 * @param location the location of the store, its backups or a copy
 * @param name the path or name of the place there, without the purged text
 * @param count the number of matches and items in it
 */
public record Place(Kind kind, String location, String name, int count) {

    /** The kinds of places. */
    public enum Kind {
        /** A file of the store. */
        STORE("store"),
        /** The record of a run. */
        RECORD("record"),
        /** An archive of a run. */
        ARCHIVE("archive"),
        /** Another object beside the snapshots. */
        OBJECT("object"),
        /** A snapshot. */
        SNAPSHOT("snapshot"),
        /** A generation with bytes that belong to no snapshot any more, which may be parts of the purged text. */
        SEGMENT("segment");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("kind", kind.word)
                .put("location", location)
                .put("name", name)
                .put("count", count)
                .build();
    }
}

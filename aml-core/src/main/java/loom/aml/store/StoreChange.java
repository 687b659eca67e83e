package loom.aml.store;

import java.util.Locale;
import java.util.stream.Stream;

/** One change of a store: of the items of a collection, of a document, or of a whole file. */
public sealed interface StoreChange permits CollectionChange, DocumentChange, FileChange {

    /** The kinds of change, as the record of a run names them. */
    enum Kind {
        REWRITE,
        PUT_BACK,
        REMOVE,
        ADOPT,
        REPLACE,
        PUT_FILE_BACK,
        RESTORE,
        PUT,
        TRANSFORM,
        REVERT,
        COMPOSE,
        PUT_ITEMS,
        EDIT_LINES,
        MERGE_ITEMS,
        PURGE,
        COMPRESS,
        DECOMPRESS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether items that it inserts were in the store before. */
        public boolean isRestoring() {
            return switch (this) {
                case PUT_BACK, REPLACE, PUT_FILE_BACK, RESTORE, REVERT -> true;
                case REWRITE,
                        REMOVE,
                        ADOPT,
                        PUT,
                        TRANSFORM,
                        COMPOSE,
                        PUT_ITEMS,
                        EDIT_LINES,
                        MERGE_ITEMS,
                        PURGE,
                        COMPRESS,
                        DECOMPRESS -> false;
            };
        }

        /** Returns whether the change with a word is {@link #isRestoring}. */
        public static boolean isRestoring(String word) {
            return Stream.of(values())
                    .anyMatch(kind -> kind.isRestoring() && kind.word().equals(word));
        }
    }

    /** The path within the store. */
    String path();

    /** The version of the file that the change was planned for. */
    Version seen();

    /** Its kind. A switch over the types would say the same, but is linked at run time, in every process that writes. */
    Kind kind();
}

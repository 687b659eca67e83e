package loom.aml.store;

import java.util.Locale;

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
        COMPRESS,
        DECOMPRESS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The path within the store. */
    String path();

    /** The version of the file that the change was planned for. */
    Version seen();

    /** Its kind. A switch over the types would say the same, but is linked at run time, in every process that writes. */
    Kind kind();
}

package loom.aml.purge;

/** The result of a purge of one content. */
public sealed interface Purged {

    /** The content holds none of the texts. */
    record Free() implements Purged {}

    /**
     * The content without the texts.
     *
     * @param count the number of matches and items
     */
    record Changed(byte[] content, int count) implements Purged {}

    /** The content is removed as a whole, because it is an item or is named by one of the texts. */
    record Removed() implements Purged {}

    /**
     * The content may hold the texts, or does, and cannot be changed.
     *
     * @param reason the reason, as a clause
     */
    record Unsure(String reason) implements Purged {}

    Free FREE = new Free();

    /** Returns the number of matches and items. */
    default int count() {
        return switch (this) {
            case Changed changed -> changed.count();
            case Removed _ -> 1;
            case Free _, Unsure _ -> 0;
        };
    }
}

package loom.aml.store;

/**
 * A piece of the text of a collection, such as an item at the offset where a scan saw it.
 *
 * @param offset bytes of text before it
 * @param length its bytes
 */
public record TextSlice(long offset, int length) {

    /** Receives pieces of a text. */
    @FunctionalInterface
    public interface Sink {

        /** Takes a piece, and its position in the list of those that were asked for. */
        void piece(int place, byte[] bytes);
    }
}

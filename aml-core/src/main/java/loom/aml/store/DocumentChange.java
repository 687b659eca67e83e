package loom.aml.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A change of a document: a small file of aml within the store, such as the pins. Every store keeps documents. */
public sealed interface DocumentChange extends StoreChange {

    /** Give a file of ours within the store, such as the pins, a new content. */
    record Put(String path, Version seen, byte[] content) implements DocumentChange {
        @Override
        public Kind kind() {
            return Kind.PUT;
        }
    }

    /** Give a file of ours within the store a content that depends on the run, and on what stands there. */
    record Compose(String path, Version seen, Composition composition) implements DocumentChange {
        @Override
        public Kind kind() {
            return Kind.COMPOSE;
        }
    }

    /** Makes the content of a file of ours. */
    @FunctionalInterface
    interface Composition {
        /**
         * The content.
         *
         * @param run the run that writes it
         * @param present what stands there; null if nothing does
         */
        byte[] compose(CurrentRun run, byte @Nullable [] present) throws IOException;
    }
}

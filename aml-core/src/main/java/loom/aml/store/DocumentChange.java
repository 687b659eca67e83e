package loom.aml.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A change of a document: a small file of aml within the store, such as the pins. Every store keeps documents. */
public sealed interface DocumentChange extends StoreChange {

    /** Writes a file of aml's own within the store, such as the pins. */
    record Put(String path, Version seen, byte[] content) implements DocumentChange {
        @Override
        public Kind kind() {
            return Kind.PUT;
        }
    }

    /**
     * Writes a file of aml's own within the store whose content depends on the run and on the present content.
     *
     * @param isArchived whether the present content is archived, so that the run can be undone
     */
    record Compose(String path, Version seen, Composition composition, boolean isArchived) implements DocumentChange {
        public Compose(String path, Version seen, Composition composition) {
            this(path, seen, composition, false);
        }

        @Override
        public Kind kind() {
            return Kind.COMPOSE;
        }
    }

    /** Composes the content of a file of aml's own. */
    @FunctionalInterface
    interface Composition {
        /**
         * Returns the new content.
         *
         * @param run the run that writes it
         * @param present the present content; null if the file does not exist
         */
        byte[] compose(CurrentRun run, byte @Nullable [] present) throws IOException;
    }
}

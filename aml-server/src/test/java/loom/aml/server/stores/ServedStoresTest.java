package loom.aml.server.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.app.stores.ListStores;
import loom.aml.locate.FoundStore;
import org.junit.jupiter.api.Test;

/** When the machine is searched for stores. */
class ServedStoresTest {
    /** Counts the searches, which find nothing. */
    private static final class Counting implements ServedStores.Source {
        private final AtomicInteger searches = new AtomicInteger();

        @Override
        public ListStores.Result list() {
            searches.incrementAndGet();
            return new ListStores.Result(List.of(), List.of());
        }

        @Override
        public ServedStore open(FoundStore store) {
            throw new AssertionError("nothing is found");
        }
    }

    @Test
    void knownStores_areSearchedForOnce_whereverTheyAreAskedFor() throws IOException {
        Counting source = new Counting();
        try (ServedStores stores = new ServedStores(source)) {
            for (int i = 0; i < 5; i++) {
                assertThat(stores.known()).isEmpty();
            }

            assertThat(source.searches).hasValue(1);
        }
    }

    @Test
    void unknownId_isSearchedFor_butNotAgainAtOnce() throws IOException {
        Counting source = new Counting();
        try (ServedStores stores = new ServedStores(source)) {
            assertThatThrownBy(() -> stores.require("none")).isInstanceOf(NoSuchStoreException.class);
            assertThatThrownBy(() -> stores.require("none")).isInstanceOf(NoSuchStoreException.class);

            assertThat(source.searches).hasValue(1);
        }
    }
}

package loom.aml.server.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.app.stores.ListStores;
import loom.aml.app.stores.StoreFigures;
import loom.aml.io.PatientTicker;
import loom.aml.locate.FoundStore;
import loom.aml.store.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the machine is searched for stores, and which ones remain known. */
@Timeout(60)
class ServedStoresTest {
    private static final Duration RENEWAL = Duration.ofMinutes(5);

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

    /** A machine whose stores come and go. */
    private static final class Machine implements ServedStores.Source {
        private final List<FoundStore> stores = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final Semaphore searches = new Semaphore(0);
        private boolean isFailing;

        /** Creates a store, and returns its id. */
        String add(String path) {
            FoundStore store = new FoundStore(
                    StoreKind.LOOM,
                    FoundStore.Scope.OTHER,
                    Path.of(path),
                    Optional.empty(),
                    FoundStore.ProjectState.NONE);
            stores.add(store);
            return store.id();
        }

        @Override
        public ListStores.Result list() throws IOException {
            try {
                return search();
            } finally {
                searches.release();
            }
        }

        private ListStores.Result search() throws IOException {
            if (isFailing) {
                throw new IOException("the home cannot be read");
            }
            StoreFigures figures = new StoreFigures(
                    0, Optional.empty(), 0, Optional.<Instant>empty(), StoreFigures.Health.OK, List.of());
            return new ListStores.Result(
                    stores.stream()
                            .map(store -> new ListStores.Entry(store, figures))
                            .toList(),
                    List.copyOf(problems));
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

    private static void await(ServedStores stores, List<String> ids) throws InterruptedException {
        while (!stores.ids().equals(ids)) {
            Thread.sleep(5);
        }
    }

    @Test
    void newStore_isFoundForJobsAndNotices_thoughNobodyOpensAPage() throws Exception {
        Machine machine = new Machine();
        PatientTicker ticker = new PatientTicker();
        try (ServedStores stores = new ServedStores(machine, ticker)) {
            stores.list();
            String shop = machine.add("/srv/shop");

            ticker.pause(RENEWAL.toMillis() - 1);
            assertThat(stores.ids()).isEmpty();
            assertThat(machine.searches.availablePermits()).isOne();
            ticker.pause(1);

            await(stores, List.of(shop));
            assertThat(machine.searches.availablePermits()).isEqualTo(2);
        }
    }

    @Test
    void stores_areFoundForJobs_thoughNothingWasSearchedBefore() throws Exception {
        Machine machine = new Machine();
        String shop = machine.add("/srv/shop");
        try (ServedStores stores = new ServedStores(machine, new PatientTicker())) {
            await(stores, List.of(shop));
        }
    }

    @Test
    void searchThatFails_isRepeatedLater_andForgetsNoStore() throws Exception {
        Machine machine = new Machine();
        PatientTicker ticker = new PatientTicker();
        String shop = machine.add("/srv/shop");
        try (ServedStores stores = new ServedStores(machine, ticker)) {
            stores.list();
            machine.isFailing = true;
            ticker.pause(RENEWAL.toMillis());
            assertThat(stores.ids()).containsExactly(shop);
            machine.searches.acquire(2);
            for (int i = 0; i < 100; i++) {
                assertThat(stores.ids()).containsExactly(shop);
            }
            assertThat(machine.searches.availablePermits()).isZero();
            machine.isFailing = false;
            String blog = machine.add("/srv/blog");

            while (!stores.ids().contains(blog)) {
                ticker.pause(RENEWAL.toMillis());
                Thread.sleep(5);
            }

            assertThat(stores.ids()).containsExactlyInAnyOrder(shop, blog);
        }
    }

    @Test
    void searchWithProblems_forgetsNoStore() throws IOException {
        Machine machine = new Machine();
        String shop = machine.add("/srv/shop");
        try (ServedStores stores = new ServedStores(machine, new PatientTicker())) {
            stores.list();
            machine.stores.clear();
            machine.problems.add("/srv: not a directory");
            String blog = machine.add("/home/me/blog");

            assertThat(stores.list().problems()).hasSize(1);
            assertThat(stores.ids()).containsExactlyInAnyOrder(shop, blog);

            machine.problems.clear();
            stores.list();
            assertThat(stores.ids()).containsExactly(blog);
        }
    }
}

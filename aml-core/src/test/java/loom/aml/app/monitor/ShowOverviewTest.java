package loom.aml.app.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.host.SilentFrontEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowOverviewTest {
    @TempDir
    private Path directory;

    private ShowOverview.Store store(String name) throws IOException {
        TestStore store = TestStore.in(Files.createDirectory(directory.resolve(name)));
        store.put("tester/patterns.json", "[]");
        return new ShowOverview.Store(name, new TestOpener(store), new SilentFrontEnd());
    }

    /** A person who quits must not wait until all stores of a machine were measured. */
    @Test
    void storesAfterAStop_areNotMeasured() throws IOException {
        List<ShowOverview.Store> stores = new ArrayList<>(List.of(store("a"), store("b"), store("c")));
        AtomicInteger asked = new AtomicInteger();

        ShowOverview.Result result =
                new ShowOverview().run(new ShowOverview.Request(stores, () -> asked.incrementAndGet() > 2));

        assertThat(result.stores()).extracting(ShowOverview.Entry::name).containsExactly("a", "b");
    }
}

package loom.aml;

import java.io.IOException;
import java.time.InstantSource;
import java.util.SplittableRandom;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.config.Configuration;
import loom.aml.store.MemoryStore;
import loom.aml.store.Progress;

/** Opens the store of a test each time, as a long-lived process would. */
public class TestOpener implements StoreOpener {
    private final TestStore store;

    public TestOpener(TestStore store) {
        this.store = store;
    }

    @Override
    public Configuration configuration() {
        return Configuration.DEFAULT;
    }

    @Override
    public InstantSource clock() {
        return store::now;
    }

    @Override
    public OpenStore forReading() throws IOException {
        return opened(store.openReadOnly());
    }

    @Override
    public OpenStore forChange() throws IOException {
        return opened(store.open());
    }

    @Override
    public OpenStore forRestore() throws IOException {
        return forChange();
    }

    @Override
    public StoreOpener reportingTo(Progress progress) {
        return this;
    }

    @Override
    public OpenStore unlessLocked() throws IOException {
        return forChange();
    }

    private OpenStore opened(MemoryStore open) {
        return new OpenStore(open, configuration(), () -> new SplittableRandom(1));
    }
}

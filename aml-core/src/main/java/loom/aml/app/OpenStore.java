package loom.aml.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import loom.aml.config.Configuration;
import loom.aml.config.Policies;
import loom.aml.config.Setting;
import loom.aml.io.Sha256;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;

/**
 * A store that is open for use cases, with its configuration.
 *
 * @param store the store, for use cases only
 * @param randomness returns a new source of ids at each call
 */
public record OpenStore(MemoryStore store, Configuration configuration, Supplier<RandomGenerator> randomness)
        implements AutoCloseable {

    /** Returns the location of the store for display and documents. */
    public String location() {
        return store.location();
    }

    /**
     * Returns normally if the store can hold items of a kind.
     *
     * @param why the reason why a store without them needs none of this, as a sentence without a full stop
     * @throws UnsupportedByStoreException if it cannot
     */
    public void require(ItemKind kind, String why) throws UnsupportedByStoreException {
        if (!store.kinds().contains(kind)) {
            throw new UnsupportedByStoreException(location(), store.kind(), why);
        }
    }

    /** Returns the agents that have a directory in the store. */
    public SortedSet<String> agents() throws IOException {
        return store.list().agents();
    }

    public Policies policies() {
        return new Policies(configuration);
    }

    public <T> T setting(Setting<T> setting) {
        return configuration.get(setting);
    }

    public Instant now() {
        return store.options().clock().instant();
    }

    public RandomGenerator random() {
        return randomness.get();
    }

    /** Returns a checksum that changes whenever a collection of the store does, without reading items. */
    public String fingerprint() throws IOException {
        StringBuilder text = new StringBuilder();
        store.list()
                .collections()
                .forEach((file, version) ->
                        text.append(file.path()).append(' ').append(version).append('\n'));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}

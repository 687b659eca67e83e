package loom.aml.store.loom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;
import loom.aml.store.MemoryStoreContract;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreAddress;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in the layout of {@code .loom/memory} keeps the promises of every store. */
class LoomStoreProviderTest extends MemoryStoreContract {
    private static final String PATH = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    @Override
    protected ItemKey key(String name) {
        return new ItemKey("debugger", ItemKind.PATTERN, TestItem.uuid(name));
    }

    @Override
    protected byte[] item(ItemKey key, String word) {
        return TestItem.pattern(key.id())
                .withRaw("unknown", "[2.50, \"" + word + "\"]")
                .toString()
                .getBytes(UTF_8);
    }

    @Override
    protected void write(Map<ItemKey, byte[]> items) throws IOException {
        StringJoiner collection = new StringJoiner(",\n  ", "[\n  ", "\n]\n");
        items.values().forEach(item -> collection.add(new String(item, UTF_8)));
        if (!store.has(PATH)) {
            store.put(PATH, "[]");
        }
        store.rewrite(PATH, collection.toString());
    }

    @Override
    protected void damage() throws IOException {
        String text = store.text(PATH);
        store.rewrite(PATH, text.substring(0, text.length() - 4));
    }

    @Override
    protected SortedMap<String, String> stored() throws IOException {
        return store.texts();
    }

    @Override
    protected MemoryStore open() throws IOException {
        store.pass(Duration.ofSeconds(1));
        return store.open();
    }

    @Override
    protected MemoryStore openReadOnly() throws IOException {
        return store.openReadOnly();
    }

    @Test
    void provider_takesAnyPath_andNothingElse() {
        LoomStoreProvider provider = new LoomStoreProvider();

        assertThat(provider.recognizes(new LocalDisk(), new StoreAddress.Local(directory)))
                .isTrue();
        assertThat(provider.recognizes(new LocalDisk(), new StoreAddress.Remote(URI.create("opensearch://host/index"))))
                .isFalse();
    }

    @Test
    void address_ofAnUnknownKind_isNotReadAsAPath() {
        StoreAddress address = new StoreAddress.Remote(URI.create("opensearch://host/index"));

        assertThatThrownBy(() -> StoreKinds.openReadOnly(new LocalDisk(), address, StoreOptions.DEFAULT))
                .isInstanceOf(NoStoreException.class)
                .hasMessage("opensearch://host/index: aml does not know this kind of store");
    }
}

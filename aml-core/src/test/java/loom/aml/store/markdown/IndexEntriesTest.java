package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;
import loom.aml.store.MemoryStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The entries of an index keep the promises of every store. */
class IndexEntriesTest extends MemoryStoreContract {
    private static final String INDEX = "MEMORY.md";

    @TempDir
    private Path directory;

    private NoteStore store;

    @BeforeEach
    void makeStore() {
        store = NoteStore.ofClaude(directory);
    }

    @Override
    protected ItemKey key(String name) {
        return new ItemKey("memory", ItemKind.ENTRY, "MEMORY#note-" + name);
    }

    @Override
    protected byte[] item(ItemKey key, String word) {
        String target = key.id().substring(key.id().indexOf('#') + 1) + ".md";
        String line = "* [The *note*](" + target + "): says " + word + "  \n";
        try {
            String items = new String(new IndexRendering(INDEX).items(line.getBytes(UTF_8)), UTF_8);
            return items.substring(items.indexOf('{'), items.lastIndexOf('}') + 1)
                    .getBytes(UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void write(Map<ItemKey, byte[]> items) throws IOException {
        StringBuilder collection = new StringBuilder("[\"# Memory\\n\",\"\\n\"");
        items.values().forEach(item -> collection.append(',').append(new String(item, UTF_8)));
        store.put(
                INDEX,
                new IndexRendering(INDEX)
                        .stored(collection.append(']').toString().getBytes(UTF_8)));
    }

    @Override
    protected void damage() throws IOException {
        store.put(INDEX, new byte[] {'-', (byte) 0xff, '\n'});
    }

    @Override
    protected SortedMap<String, String> stored() throws IOException {
        return store.texts();
    }

    @Override
    protected MemoryStore open() throws IOException {
        return store.open();
    }

    @Override
    protected MemoryStore openReadOnly() throws IOException {
        return store.openReadOnly();
    }
}

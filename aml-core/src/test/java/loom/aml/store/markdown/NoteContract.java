package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;
import loom.aml.store.MemoryStoreContract;
import loom.aml.store.Rendering;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of one note a file keeps the promises of every store. */
abstract class NoteContract extends MemoryStoreContract {
    @TempDir
    private Path directory;

    private NoteStore store;

    abstract NoteStore storeIn(Path folder);

    /** Returns the file of a note as its program writes it. */
    abstract String file(String name, String word);

    @BeforeEach
    void makeStore() {
        store = storeIn(directory);
    }

    @Override
    protected ItemKey key(String name) {
        return new ItemKey("memory", ItemKind.NOTE, "note-" + name);
    }

    @Override
    protected byte[] item(ItemKey key, String word) {
        Rendering rendering = new NoteRendering(key.id() + ".md");
        try {
            String items = new String(rendering.items(file(key.id(), word).getBytes(UTF_8)), UTF_8);
            return items.substring(items.indexOf('{'), items.lastIndexOf('}') + 1)
                    .getBytes(UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void write(Map<ItemKey, byte[]> items) throws IOException {
        try (Stream<Path> files = Files.list(store.root())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<ItemKey, byte[]> item : items.entrySet()) {
            String path = item.getKey().id() + ".md";
            byte[] alone = ("[" + new String(item.getValue(), UTF_8) + "]").getBytes(UTF_8);
            store.put(path, new NoteRendering(path).stored(alone));
        }
    }

    @Override
    protected void damage() throws IOException {
        for (String path : store.texts().keySet()) {
            store.put(path, new byte[] {'#', (byte) 0xc3, '('});
        }
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

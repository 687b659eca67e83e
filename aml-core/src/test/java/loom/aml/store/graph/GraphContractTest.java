package loom.aml.store.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.MemoryStore;
import loom.aml.store.MemoryStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A memory file keeps the promises of every store. */
class GraphContractTest extends MemoryStoreContract {
    @TempDir
    private Path directory;

    private GraphFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new GraphFolder(directory);
    }

    @Override
    protected ItemKey key(String name) {
        return new ItemKey("memory", ItemKind.NOTE, "entity " + name);
    }

    @Override
    protected byte[] item(ItemKey key, String word) {
        return item("{\"type\":\"entity\", \"name\":" + JsonObject.quoted(key.id())
                + ",\"entityType\":\"t\",\"observations\":[\"is " + word + "\"],\"since\":1.50}");
    }

    /** Returns the item of a line. */
    private static byte[] item(String line) {
        try {
            String items = new String(new GraphRendering().items(line.getBytes(UTF_8)), UTF_8);
            return items.substring(items.indexOf('{'), items.lastIndexOf('}') + 1)
                    .getBytes(UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void write(Map<ItemKey, byte[]> items) throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] item : items.values()) {
            byte[] alone = ("[" + new String(item, UTF_8) + "]").getBytes(UTF_8);
            lines.add(new String(new GraphRendering().stored(alone), UTF_8));
        }
        folder.with(lines.toArray(String[]::new));
    }

    @Override
    protected void damage() throws IOException {
        folder.withBytes(new byte[] {'{', (byte) 0xc3, '('});
    }

    @Override
    protected SortedMap<String, String> stored() throws IOException {
        return new TreeMap<>(Map.of("memory.jsonl", Files.readString(folder.file(), StandardCharsets.ISO_8859_1)));
    }

    @Override
    protected MemoryStore open() throws IOException {
        return folder.openStore();
    }

    @Override
    protected MemoryStore openReadOnly() throws IOException {
        return folder.openReadOnly();
    }
}

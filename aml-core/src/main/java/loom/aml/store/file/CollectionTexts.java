package loom.aml.store.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/** Opens the texts of collections: decompressed, and rendered as JSON if they are stored in another form. */
record CollectionTexts(Disk disk, Path root, GzipLimits limits, Layout layout) {

    /** Opens the text of a collection. */
    TextInput open(CollectionFile file) throws IOException {
        return of(file, disk.open(FileName.resolve(root, file.path())));
    }

    /** Takes ownership of an open file and returns its text. */
    TextInput of(CollectionFile file, FileInput stored) throws IOException {
        TextInput text = TextInput.of(stored, limits);
        Rendering rendering = layout.rendering(file);
        return rendering == null ? text : RenderedText.of(text, rendering);
    }

    /** Returns the file of a collection that is stored in a form of its own; empty if it does not exist. */
    byte[] stored(CollectionFile file) throws IOException {
        try (TextInput text = open(file)) {
            return RenderedText.storedOf(text);
        } catch (NoSuchFileException e) {
            return Rendering.NO_FILE;
        }
    }

    /** Returns the form in which a collection is stored; null for JSON. */
    @Nullable
    Rendering rendering(CollectionFile file) {
        return layout.rendering(file);
    }

    /**
     * Returns an item as it will be read once it is stored, so that it can be recognized then.
     *
     * @param former the item that it replaces; null if it is new
     * @throws DamagedException if the form of the file cannot hold it
     */
    static byte[] asStored(Rendering rendering, CollectionFile file, byte[] item, byte @Nullable [] former)
            throws IOException {
        byte[] before = former == null ? Rendering.NO_FILE : rendering.stored(alone(former));
        List<byte[]> found = new ArrayList<>();
        CollectionReader.read(
                RenderedText.of(rendering.items(rendering.stored(alone(item), before))),
                file.kind(),
                read -> found.add(read.copyBytes()));
        if (found.size() != 1) {
            throw new DamagedException(
                    0, "stored in " + file.path() + ", the item would be " + found.size() + " items");
        }
        return withId(
                found.getFirst(), String.valueOf(Item.alone(item, file.kind()).id()), file);
    }

    /** Restores the number in the id of an entry of an index, which depends on the entries before it. */
    private static byte[] withId(byte[] text, String id, CollectionFile file) throws DamagedException {
        Item item = Item.alone(text, file.kind());
        String found = String.valueOf(item.id());
        if (found.equals(id)) {
            return text;
        }
        if (!id.startsWith(found + "~")) {
            throw new DamagedException(0, "stored in " + file.path() + ", the item would have the id " + found);
        }
        int from = item.startOf(Field.ID);
        int to = item.endOf(Field.ID);
        return concat(
                Arrays.copyOf(text, from),
                JsonObject.quoted(id).getBytes(StandardCharsets.UTF_8),
                Arrays.copyOfRange(text, to, text.length));
    }

    private static byte[] alone(byte[] item) {
        return concat("[".getBytes(StandardCharsets.US_ASCII), item, "]".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] concat(byte[] first, byte[] second, byte[] third) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(first.length + second.length + third.length);
        all.writeBytes(first);
        all.writeBytes(second);
        all.writeBytes(third);
        return all.toByteArray();
    }
}

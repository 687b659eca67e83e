package loom.aml.store.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import loom.aml.item.text.JsonLayout;
import loom.aml.json.JsonObject;
import loom.aml.store.Rendering;
import loom.aml.store.markdown.ElementList.Memory;

/** The promises that hold for every form and every file. */
public final class RenderingAssert {
    private RenderingAssert() {}

    /** Asserts that a file survives rendering, and that its items are written as every collection is. */
    public static void assertLossless(Rendering rendering, byte[] file, String what) throws IOException {
        byte[] items = rendering.items(file);
        assertThat(text(stored(rendering, items, what))).as(what).isEqualTo(text(file));
        assertThat(rendering.stored(items, file))
                .as("%s, with the former file", what)
                .isEqualTo(file);
        List<String> lines = text(items).lines().toList();
        assertThat(lines.getFirst()).isEqualTo("[");
        assertThat(lines.getLast()).isEqualTo("]");
        for (String line : lines.subList(1, lines.size() - 1)) {
            String element = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
            assertThat(JsonLayout.COMPACT.of(element)).as(what).isEqualTo(element);
        }
        // Another layout of the same items is the same file.
        byte[] indented = JsonLayout.DOCUMENT.of(JsonLayout.stripped(items));
        assertThat(text(rendering.stored(indented))).as(what).isEqualTo(text(file));
    }

    private static byte[] stored(Rendering rendering, byte[] items, String what) {
        try {
            return rendering.stored(items);
        } catch (IOException e) {
            throw new AssertionError(what + ": " + text(items), e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the items of a file that are objects. */
    static List<JsonObject> objects(Rendering rendering, String file) throws IOException {
        return ElementList.read(rendering.items(bytes(file))).stream()
                .filter(Memory.class::isInstance)
                .map(element -> ((Memory) element).item())
                .toList();
    }

    static String stored(Rendering rendering, JsonObject... items) throws IOException {
        return text(rendering.stored(ElementList.written(
                Stream.of(items).<ElementList.Element>map(Memory::new).toList())));
    }

    /** Returns the Markdown files of a store. */
    static List<Path> filesOf(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}

package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.MemoryFile;
import loom.aml.io.TextInput;
import org.junit.jupiter.api.Test;

/** The items recovered from damaged text form a collection in the layout of the runtime. */
class SalvagedCollectionTest {
    private static final String A = "{\"id\":\"a\",\"pattern\":{\"type\":\"x\"}}";
    private static final String B = "{\"id\":\"b\",\"pattern\":{\"type\":\"y\"}}";

    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();

    private static TextInput text(String text) {
        return MemoryFile.of(text).text();
    }

    @Test
    void truncatedText_yieldsItsCompleteItems() throws IOException {
        int saved = SalvagedCollection.write(text("[" + A + "," + B + ",{\"id\":\"c\",\"pat"), ItemKind.PATTERN, sound);

        assertThat(saved).isEqualTo(2);
        assertThat(sound.toString(UTF_8)).isEqualTo("[\n  " + A + ",\n  " + B + "\n]");
    }

    @Test
    void textWithoutItems_yieldsAnEmptyCollection() throws IOException {
        assertThat(SalvagedCollection.write(text("nothing of use {"), ItemKind.PATTERN, sound))
                .isZero();
        assertThat(sound.toString(UTF_8)).isEqualTo("[]");
    }

    @Test
    void severalPieces_yieldOneCollection_andEachItemIsReported() throws IOException {
        SalvagedCollection collection = new SalvagedCollection(ItemKind.PATTERN, sound);
        List<String> handedOn = new ArrayList<>();
        collection.add(
                text(A + " rubbish"), (bytes, from, length) -> handedOn.add(new String(bytes, from, length, UTF_8)));
        collection.add(
                text("rubbish " + B), (bytes, from, length) -> handedOn.add(new String(bytes, from, length, UTF_8)));

        assertThat(collection.end()).isEqualTo(2);
        assertThat(handedOn).containsExactly(A, B);
        assertThat(sound.toString(UTF_8)).isEqualTo("[\n  " + A + ",\n  " + B + "\n]");
    }
}

package loom.aml.item;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import loom.aml.CaseSample;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.GzipOutput;
import loom.aml.io.MemoryFile;
import loom.aml.io.TextInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SalvageReaderTest {
    private static final String ONE = item("one");
    private static final String TWO = item("two");
    private static final String THREE = item("three");
    private static final int MB = 1 << 20;

    @Test
    void validText_yieldsEveryItemExactly() throws IOException {
        assertThat(saved("[" + ONE + ",\n" + TWO + "]")).containsExactly(ONE, TWO);
        assertThat(saved("\ufeff[\r\n" + ONE + "\r\n]\r\n")).containsExactly(ONE);
    }

    @Test
    void truncatedText_yieldsEveryCompleteItem() throws IOException {
        String text = "[\n  " + ONE + ",\n  " + TWO + ",\n  " + THREE + "\n]";
        for (int length = 0; length <= text.length(); length++) {
            String cut = text.substring(0, length);
            List<String> expected = new ArrayList<>(List.of(ONE, TWO, THREE));
            expected.removeIf(item -> !cut.contains(item));

            assertThat(saved(cut)).as("the first %d characters", length).isEqualTo(expected);
        }
    }

    @Test
    void items_areRecoveredFromAnySurroundingText() throws IOException {
        assertThat(saved("[" + ONE + "][" + TWO + "]")).as("concatenated").containsExactly(ONE, TWO);
        assertThat(saved("[" + ONE + TWO + "]")).as("missing comma").containsExactly(ONE, TWO);
        assertThat(saved("{\"patterns\":[" + ONE + "," + TWO + "]}"))
                .as("wrapped")
                .containsExactly(ONE, TWO);
        assertThat(saved("{\"a\":{\"b\":[[" + ONE + "]],\"c\":" + TWO + "}}"))
                .as("wrapped twice")
                .containsExactly(ONE, TWO);
        assertThat(saved("{\"patterns\":[" + ONE + "," + TWO))
                .as("wrapped and truncated")
                .containsExactly(ONE, TWO);
        assertThat(saved("]]}" + ONE + "\0\0\0 <<<<<<< HEAD {\n" + TWO + "=======\n{\"}" + THREE))
                .as("garbage between items")
                .containsExactly(ONE, TWO, THREE);
        assertThat(saved("NaN, {,} {{}} {]" + ONE + "}}}} , null"))
                .as("garbage")
                .containsExactly(ONE);
    }

    @Test
    void rawControlCharacters_areEscaped_andOnlyTheDamagedItemIsSkipped() throws IOException {
        String broken = TWO.replace("\"archivist\"", "\"archi\nvist\"");

        assertThat(saved("[" + ONE + "," + broken + "," + THREE + "]"))
                .containsExactly(ONE, broken.replace("\n", "\\n"), THREE);
        assertThat(saved("[" + ONE + "," + TWO.replace("0.5", "NaN") + "," + THREE + "]"))
                .containsExactly(ONE, THREE);
    }

    @Test
    void items_areRecoveredOnce() throws IOException {
        String outer = ONE.replace("\"context\":{}", "\"context\":{\"like\":" + TWO + ",\"more\":[" + THREE + "]}");

        assertThat(saved("[" + outer + "]"))
                .as("an object inside an item belongs to it")
                .containsExactly(outer);
        assertThat(saved(outer.substring(0, outer.length() - 1)))
                .as("inner items are recovered if the outer one is damaged")
                .containsExactly(TWO, THREE);
    }

    @Test
    void objectsThatLookLikeItems_areRecovered() throws IOException {
        assertThat(saved("{\"id\":\"x\",\"pattern\":{}}")).hasSize(1);
        assertThat(saved("{\"id\":\"x\",\"agent\":\"a\",\"timestamp\":\"t\"}")).hasSize(1);
        assertThat(saved("{\"id\":\"x\",\"agent\":\"a\"}")).isEmpty();
        assertThat(saved("{\"id\":\"x\",\"pattern\":null}")).isEmpty();
        assertThat(saved("{\"id\":null,\"pattern\":{}}")).isEmpty();
        assertThat(saved("{\"pattern\":{}}")).isEmpty();
        assertThat(saved("{}")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ItemKind.class,
            names = {"PATTERN", "SOLUTION", "DECISION"})
    void fieldsOfEachKind_areRecognized(ItemKind kind) throws IOException {
        String text = "{\"id\":1,\"pattern\":{}} {\"id\":2,\"problem\":{}} {\"id\":3,\"decision\":{}}";

        assertThat(saved(MemoryFile.of(text).text(), kind))
                .singleElement()
                .asString()
                .contains(kind == ItemKind.SOLUTION ? "problem" : kind.word());
    }

    @Test
    void emptyText_yieldsNothing() throws IOException {
        for (String text : new String[] {"", " ", "null", "[]", "{", "{{{{", "\"{}\"", "\0".repeat(1_000), "é"}) {
            assertThat(saved(text)).as(text).isEmpty();
        }
    }

    @Test
    void invalidBytes_becomeU_FFFD() throws IOException {
        byte[] latin1 = ("[" + ONE.replace("archivist", "café") + "]").getBytes(ISO_8859_1);

        assertThat(saved(MemoryFile.of(latin1).text(), ItemKind.PATTERN))
                .containsExactly(ONE.replace("archivist", "caf\ufffd"));
    }

    @ParameterizedTest
    @CsvSource({
        "ff, 1",
        "80, 1",
        "c1bf, 2",
        "e282, 1",
        "f09f92, 1",
        "f5808080, 4",
        "e28228, 1",
        "c328, 1",
        "ffff, 2",
        "e0, 1"
    })
    void numberOfU_FFFD_equalsThatOfTheJdk(String hex, int expected) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] text = ONE.replace("archivist", "....................".substring(0, bytes.length))
                .getBytes(UTF_8);
        System.arraycopy(bytes, 0, text, ONE.indexOf("archivist"), bytes.length);
        String saved = saved(MemoryFile.of(text).text(), ItemKind.PATTERN).getFirst();

        assertThat(saved.chars().filter(c -> c == 0xfffd)).as(saved).hasSize(expected);
        assertThat(saved).isEqualTo(new String(text, UTF_8));
    }

    @Test
    void splitCharacters_areDecodedAtAnyPosition() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            StringBuilder note = new StringBuilder();
            String[] characters = {"x", "é", "✓", "💾", "\ufffd"};
            for (int i = random.nextInt(40_000); i >= 0; i--) {
                note.append(characters[random.nextInt(characters.length)]);
            }
            String item = ONE.replace("archivist", note);

            assertThat(saved(MemoryFile.inPieces(item.getBytes(UTF_8), random).text(), ItemKind.PATTERN))
                    .as("seed %d", seed)
                    .containsExactly(item);
        }
    }

    @Test
    void blockOfInvalidBytes_isProcessedQuickly() throws IOException {
        // As flash memory leaves them. Reading the item again from its start for each byte would take minutes.
        byte[] text = ("[" + ONE.replace("archivist", "x".repeat(MB)) + "," + TWO + "]").getBytes(UTF_8);
        int at = new String(text, UTF_8).indexOf("xxxx");
        Arrays.fill(text, at, at + MB / 2, (byte) 0xff);
        List<String> saved = saved(MemoryFile.of(text).text(), ItemKind.PATTERN);

        assertThat(saved).hasSize(2);
        assertThat(saved.getFirst()).contains("\ufffd".repeat(MB / 2)).contains("x".repeat(MB / 2));
    }

    @Test
    void damagedGzip_yieldsTheItemsBeforeTheDamage() throws IOException {
        StringBuilder text = new StringBuilder("[");
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            text.append(i == 0 ? "" : ",").append(item(Long.toHexString(random.nextLong())));
        }
        byte[] whole = text.append("]").toString().getBytes(UTF_8);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (GzipOutput gzip = new GzipOutput(stored)) {
            gzip.write(whole);
        }
        byte[] cut = Arrays.copyOf(stored.toByteArray(), stored.size() / 2);
        List<String> saved = saved(MemoryFile.inPieces(cut, random).text(), ItemKind.PATTERN);

        assertThat(saved).hasSizeBetween(500, 1_500);
        assertThat(new String(whole, UTF_8)).contains(String.join(",", saved));
        cut[5_000] ^= 1;
        assertThat(saved(MemoryFile.of(cut).text(), ItemKind.PATTERN)).hasSizeBetween(50, 1_500);
        assertThat(saved(MemoryFile.of(Arrays.copyOf(cut, 5)).text(), ItemKind.PATTERN))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("loom.aml.item.WildFixtures#damaged")
    void realDamagedStores_yieldValidItems(WildFixtures.Wild wild) throws IOException {
        if (wild.name().equals("gzip-bomb.json")) {
            return; // Covered by a separate test.
        }
        List<String> saved = saved(MemoryFile.of(wild.bytes()).text(), ItemKind.PATTERN);

        assertThat(Parts.of("[" + String.join(",", saved) + "]").items).hasSameSizeAs(saved);
    }

    @ParameterizedTest
    @CsvSource({
        "cut-off, 2",
        "cut-off-before-bracket, 3",
        "gzip-bad-crc, 3",
        "gzip-bad-length, 3",
        "gzip-trailing-bytes, 3",
        "gzip-cut-off-in-trailer, 3",
        "gzip-of-two-documents, 6",
        "two-documents, 6",
        "nul-after-document, 3",
        "bytes-after-document, 3",
        "invalid-utf8, 3",
        "overlong-utf8, 3",
        "surrogates-in-utf8, 3",
        "bom-twice, 3",
        "root-object, 3",
        "trailing-comma, 3",
        "missing-comma, 3",
        "nan, 2",
        "raw-newline-in-string, 3",
        "comment, 3",
        "conflict-markers, 2",
        "nul-in-text, 2",
        "all-nuls, 0",
        "utf-16, 1",
        "gzip-unknown-method, 0",
        "nested-1001, 0",
    })
    void realDamagedStores_yieldAllExpectedItems(String name, int items) throws IOException {
        byte[] stored = WildFixtures.of(name + ".json").bytes();

        assertThat(saved(MemoryFile.of(stored).text(), ItemKind.PATTERN)).hasSize(items);
    }

    @Test
    void gzipBomb_endsAtItsLimit() throws IOException {
        int[] count = {0};
        SalvageReader.read(
                MemoryFile.of(WildFixtures.of("gzip-bomb.json").bytes()).text(),
                ItemKind.PATTERN,
                (b, o, l) -> count[0]++);

        assertThat(count[0]).as("of 66 items, a megabyte each").isBetween(60, 64);
    }

    @Test
    void itemsLargerThanTheWindow_areRecovered() throws IOException {
        String large = ONE.replace("archivist", "x".repeat(3 * MB));

        assertThat(saved("{\"all\":[" + large + "," + TWO + "," + large)).containsExactly(large, TWO, large);
    }

    @Test
    void objectsOver64Megabytes_areSkippedButTheirContentIsSearched() throws IOException {
        byte[] item = ONE.replace("archivist", "x".repeat(MB)).getBytes(UTF_8);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("{\"patterns\":[".getBytes(UTF_8));
        for (int i = 0; i < 70; i++) {
            text.writeBytes(item);
            text.write(',');
        }
        int[] count = {0};
        SalvageReader.read(MemoryFile.of(text.toByteArray()).text(), ItemKind.PATTERN, (bytes, from, length) -> {
            assertThat(length).isEqualTo(item.length);
            count[0]++;
        });

        assertThat(count[0]).isEqualTo(70);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[%s]}", "{\"a\":[%s"})
    void deeplyNestedBraces_areAbandoned(String wrapper) throws IOException {
        // One scan for each of a thousand braces would read a gigabyte for a megabyte; after 32 times only the outer
        // text is scanned.
        String payload = "0,".repeat(MB / 2) + "0";
        String[] ends = wrapper.split("%s", -1);

        assertThat(saved(ends[0].repeat(5) + payload + "," + ONE + ends[1].repeat(5) + TWO))
                .containsExactly(ONE, TWO);
        assertThat(saved(ends[0].repeat(900) + payload + "," + ONE + ends[1].repeat(900) + TWO))
                .containsExactly(TWO);
    }

    @Test
    void realText_isNeverAbandoned() throws IOException {
        StringBuilder text = new StringBuilder("{\"patterns\":[");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String sound = item("sound-" + i);
            String broken =
                    item("broken-" + i).replace("\"context\":{}", "\"context\":{\"a\":{\"b\":{\"c\":{}}},\"d\":NaN}");
            text.append(sound).append(',').append(broken).append(",{\"x\":{\"y\":{\"z\":{}}}},");
            expected.add(sound);
        }

        assertThat(saved(text.toString())).isEqualTo(expected);
    }

    @Test
    void randomText_yieldsValidItems() throws IOException {
        for (int seed : CaseSample.seeds(700)) {
            Random random = new Random(seed);
            RandomJson json = new RandomJson(random);
            byte[] text = (json.itemLike() + json.collection(3) + ONE + json.itemLike()).getBytes(UTF_8);
            for (int times = random.nextInt(8); times > 0; times--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            List<String> saved = saved(MemoryFile.inPieces(text, random).text(), ItemKind.PATTERN);

            assertThat(Parts.of("[" + String.join(",", saved) + "]").items)
                    .as("seed %d", seed)
                    .isEqualTo(saved);
        }
    }

    @Test
    void readFailures_arePropagated() {
        TextInput failing = new TextInput() {
            @Override
            public Encoding encoding() {
                return Encoding.PLAIN;
            }

            @Override
            public FileState state() {
                return FileState.MISSING;
            }

            @Override
            public void close() {}

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("no such device");
            }
        };

        assertThatThrownBy(() -> saved(failing, ItemKind.PATTERN)).hasMessage("no such device");
    }

    @Test
    void repairedText_exposesTheStateOfItsFile() throws IOException {
        MemoryFile file = MemoryFile.of("é");
        RepairedUtf8 text = new RepairedUtf8(file.text());
        byte[] window = new byte[10];

        assertThat(text.encoding()).isEqualTo(Encoding.PLAIN);
        assertThat(text.state()).isEqualTo(file.state());
        assertThat(text.read(window, 0, 1)).isEqualTo(1);
        assertThat(text.read(window, 1, 9)).isEqualTo(1);
        assertThat(text.read(window, 2, 8)).isEqualTo(-1);
        assertThat(new String(window, 0, 2, UTF_8)).isEqualTo("é");
        text.close();
        assertThat(file.isClosed()).isTrue();
    }

    private static String item(String id) {
        return "{\"id\":\"" + id + "\",\"agent\":\"archivist\",\"timestamp\":\"2026-01-11T08:30:00Z\","
                + "\"pattern\":{\"type\":\"retry {}\",\"context\":{}},\"metrics\":{\"successRate\":0.50}}";
    }

    private static List<String> saved(String text) throws IOException {
        return saved(MemoryFile.of(text).text(), ItemKind.PATTERN);
    }

    private static List<String> saved(TextInput text, ItemKind kind) throws IOException {
        List<String> saved = new ArrayList<>();
        SalvageReader.read(text, kind, (bytes, from, length) -> saved.add(new String(bytes, from, length, UTF_8)));
        return saved;
    }
}

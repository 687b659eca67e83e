package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import loom.aml.CaseSample;
import loom.aml.SharedFixtures;
import loom.aml.io.DamagedException;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.GzipLimits;
import loom.aml.io.LocalDisk;
import loom.aml.io.MemoryFile;
import loom.aml.io.TextInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionReaderTest {
    private static final int WINDOW = 256 << 10;
    private static final int MB = 1 << 20;

    @Test
    void concatenatedParts_equalTheText() throws IOException {
        for (int seed : CaseSample.seeds(600)) {
            Random random = new Random(seed);
            byte[] text = new RandomJson(random).collection(random.nextInt(30)).getBytes(UTF_8);

            assertThat(Parts.of(MemoryFile.inPieces(text, random).text()).together())
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    @Test
    void concatenatedParts_equalTheTextAcrossManyWindows() throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("\n[");
            RandomJson json = new RandomJson(random);
            for (int i = 0; text.length() < 3 * WINDOW; i++) {
                text.append(i == 0 ? " " : " ,\n")
                        .append(
                                random.nextInt(20) == 0
                                        ? "\"" + "x".repeat(random.nextInt(WINDOW)) + "\""
                                        : json.itemLike());
            }
            byte[] bytes = text.append("]\r\n").toString().getBytes(UTF_8);

            assertThat(Parts.of(MemoryFile.inPieces(bytes, random).text()).together())
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void window_canEndAtAnyByte() throws IOException {
        byte[] tail = """
                ,{"id":"é✓💾\\u00e9","n":-12.50e+10,"t":true}, null ,[1, 0.5 ]
                  , false,-1,{ "a" : { } } ]\s\s
                """.getBytes(UTF_8);
        for (int into = 0; into <= tail.length; into++) {
            byte[] text = new byte[WINDOW - into + tail.length];
            Arrays.fill(text, (byte) 'x');
            text[0] = '[';
            text[1] = '"';
            text[WINDOW - into - 1] = '"';
            System.arraycopy(tail, 0, text, WINDOW - into, tail.length);
            Parts parts = Parts.of(MemoryFile.of(text).text());

            assertThat(parts.together()).as("%d bytes into the tail", into).isEqualTo(text);
            assertThat(parts.items).hasSize(2);
            assertThat(parts.strangers).hasSize(5);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {WINDOW - 9, WINDOW - 2, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW - 1, 2 * WINDOW, MB, 5 * MB})
    void elementsOfAnySize_areReadCompletely(int size) throws IOException {
        String element = "{\"id\":\"" + "x".repeat(size - 9) + "\"}";
        String text = "[" + element + "," + element + ",\n" + " ".repeat(size) + element + "\n]";
        Parts parts = Parts.of(text);

        assertThat(parts.items).hasSize(3).allMatch(element::equals);
        assertThat(parts.together()).isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void elementsOver64Megabytes_areDamageAtAnyPosition() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        CollectionReader.Visitor visitor = item -> lengths.add(item.lengthWithSeparator());
        CollectionReader.read(new Objects(40 * MB, 64 * MB, 3), ItemKind.PATTERN, visitor);
        assertThat(lengths).containsExactly(40 * MB, 64 * MB, 3);

        for (int before : new int[] {3, 40 * MB}) {
            assertThatThrownBy(() -> CollectionReader.read(new Objects(before, 64 * MB + 1), ItemKind.PATTERN, visitor))
                    .as("behind %d bytes", before)
                    .isInstanceOf(DamagedException.class)
                    .hasMessage("an element larger than the limit of 64 MB begins at byte " + (1 + before));
        }
    }

    @Test
    void offsets_exceedTwoGigabytes() throws IOException {
        // White space is the cheapest text to generate.
        int before = 60 * MB;
        int[] lengths = new int[36];
        Arrays.fill(lengths, before);
        long[] end = new long[1];
        int count = CollectionReader.read(
                new Objects(lengths), ItemKind.PATTERN, item -> end[0] = item.offset() + item.length());

        assertThat(count).isEqualTo(36);
        assertThat(end[0]).isEqualTo(1 + 36L * before).isGreaterThan(Integer.MAX_VALUE);
    }

    @Test
    void truncatedText_isReportedAtItsEnd() throws IOException {
        byte[] text = """
                [ {"id":"é✓💾","a":[true,false,null,-0.5e-3],"b":{"\\u00e9\\n":"\\ud83d\\udcbe"}},
                12 , "three" , {} ]""".getBytes(UTF_8);
        assertThat(Parts.of(MemoryFile.of(text).text()).together()).isEqualTo(text);
        for (int length = 1; length < text.length; length++) {
            byte[] cut = Arrays.copyOf(text, length);
            DamagedException damage = catchThrowableOfType(
                    DamagedException.class, () -> Parts.of(MemoryFile.of(cut).text()));

            assertThat(damage).as("the first %d bytes", length).isNotNull();
            assertThat(damage.what()).as("the first %d bytes", length).isEqualTo("truncated text");
            assertThat(damage.offset()).isEqualTo(length);
        }
    }

    @Test
    void truncatedRandomText_isReported() {
        for (int seed : CaseSample.seeds(300)) {
            Random random = new Random(seed);
            byte[] text = new RandomJson(random)
                    .collection(1 + random.nextInt(10))
                    .strip()
                    .getBytes(UTF_8);
            boolean hasMark = text[0] == (byte) 0xef;
            int length = (hasMark ? 4 : 1) + random.nextInt(text.length - (hasMark ? 4 : 1));
            byte[] cut = Arrays.copyOf(text, length);
            boolean isBlank = new String(cut, UTF_8).replace("\ufeff", "").isBlank();
            DamagedException damage = catchThrowableOfType(
                    DamagedException.class,
                    () -> Parts.of(MemoryFile.inPieces(cut, random).text()));

            if (isBlank) {
                assertThat(damage).as("seed %d", seed).isNull();
            } else {
                assertThat(damage).as("seed %d", seed).isNotNull();
                assertThat(damage.what()).as("seed %d", seed).isEqualTo("truncated text");
                assertThat(damage.offset()).as("seed %d", seed).isEqualTo(length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[,]                      | 1  | invalid JSON value",
                "[1,]                     | 3  | invalid JSON value",
                "[1 2]                    | 3  | missing comma after an element",
                "[1}                      | 2  | missing comma after an element",
                "[[1 2]]                  | 4  | missing comma after a value",
                "[[1,]]                   | 4  | invalid JSON value",
                "[{\"a\":1 \"b\":2}]      | 8  | missing comma after a value",
                "[{\"a\":1,}]             | 8  | missing key",
                "[{,}]                    | 2  | missing key",
                "[{a:1}]                  | 2  | missing key",
                "[{\"a\" 1}]              | 6  | missing colon after a key",
                "[{\"a\"}]                | 5  | missing colon after a key",
                "[{\"a\":}]               | 6  | invalid JSON value",
                "['a']                    | 1  | invalid JSON value",
                "[True]                   | 1  | invalid JSON value",
                "[truE]                   | 4  | invalid JSON value",
                "[nul]                    | 4  | invalid JSON value",
                "[falsehood]              | 6  | missing comma after an element",
                "[+1]                     | 1  | invalid JSON value",
                "[.5]                     | 1  | invalid JSON value",
                "[-]                      | 2  | invalid number",
                "[-a]                     | 2  | invalid number",
                "[1.]                     | 3  | invalid number",
                "[1.e5]                   | 3  | invalid number",
                "[1e]                     | 3  | invalid number",
                "[1e+]                    | 4  | invalid number",
                "[01]                     | 2  | missing comma after an element",
                "[-012]                   | 3  | missing comma after an element",
                "[0x10]                   | 2  | missing comma after an element",
                "[NaN]                    | 1  | invalid JSON value",
                "[\"\\x\"]                | 3  | unknown escape in a string",
                "[\"\\u12g4\"]            | 6  | invalid \\u escape",
                "[\"a\tb\"]               | 3  | control character in a string",
                "[]]                      | 2  | text after the document",
                "[] []                    | 3  | text after the document",
                "[]\u00a0                 | 2  | text after the document",
                "{}                       | 0  | the root is not an array",
                "true                     | 0  | the root is not an array",
                "null null                | 5  | text after the document",
                "nil                      | 1  | invalid JSON value",
                "[/* none */]             | 1  | invalid JSON value",
            })
    void damage_isReportedWithItsOffset(String text, long offset, String what) {
        assertThatThrownBy(() -> Parts.of(text))
                .isInstanceOf(DamagedException.class)
                .hasMessage(what + " at byte " + offset);
    }

    @Test
    void damageFarIntoTheText_isReportedWithItsOffset() {
        String sound = "[" + "{\"id\":\"x\"},\n".repeat(100_000);

        assertThatThrownBy(() -> Parts.of(sound + "{\"id\":\"\u0001\"}]"))
                .hasMessage("control character in a string at byte " + (sound.length() + 7));
        assertThatThrownBy(() -> Parts.of(sound + "{}]" + " ".repeat(WINDOW) + "x"))
                .hasMessage("text after the document at byte " + (sound.length() + 3 + WINDOW));
    }

    @Test
    void read_reportsNothingAfterTheDamage() {
        List<String> ids = new ArrayList<>();

        assertThatThrownBy(() -> CollectionReader.read(
                        MemoryFile.of("[{\"id\":\"one\"},{\"id\":\"two\"} {\"id\":\"three\"}]")
                                .text(),
                        ItemKind.PATTERN,
                        item -> ids.add(item.id())))
                .isInstanceOf(DamagedException.class);
        assertThat(ids).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\n\r\t ", "null", " null\n", "\ufeff", "\ufeff null", "[]", "[ ]", "\ufeff [\n] \n"})
    void emptyText_hasNoElements(String text) throws IOException {
        Parts parts = Parts.of(text);

        assertThat(parts.items).isEmpty();
        assertThat(parts.strangers).isEmpty();
        assertThat(parts.together()).isEqualTo(text.getBytes(UTF_8));
        assertThat(parts.hasClosing()).isEqualTo(text.contains("]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "x"})
    void whiteSpaceOfManyWindows_isAcceptedAroundTheDocument(String root) {
        String blanks = " \n".repeat(WINDOW);
        String text = blanks + root + blanks;

        if (root.equals("x")) {
            assertThatThrownBy(() -> Parts.of(text)).hasMessage("the root is not an array at byte " + blanks.length());
        } else {
            assertThat(catchThrowableOfType(
                            IOException.class,
                            () -> assertThat(Parts.of(text).together()).isEqualTo(text.getBytes(UTF_8))))
                    .isNull();
        }
    }

    @Test
    void failureOfTheVisitor_isPropagated() {
        IOException failure = new IOException("no room");

        assertThatThrownBy(() -> CollectionReader.read(MemoryFile.of("[{}]").text(), ItemKind.PATTERN, item -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void damageOfTheEncoding_isPropagated() {
        assertThatThrownBy(() -> Parts.of(
                        MemoryFile.of(WildFixtures.of("gzip-bad-crc.json").bytes())
                                .text()))
                .isInstanceOf(DamagedException.class)
                .hasMessageStartingWith("gzip checksum does not match");
    }

    @Test
    void visitor_needsOnlyToHandleItems() throws IOException {
        int[] items = {0};

        assertThat(CollectionReader.read(MemoryFile.of("[{},null,{}]").text(), ItemKind.DECISION, item -> items[0]++))
                .isEqualTo(3);
        assertThat(items[0]).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime-gzip", "runtime-plain", "schema"})
    void collectionsOfTheRuntime_areAccepted(String fixture) throws IOException {
        LocalDisk disk = new LocalDisk();
        int files = 0;
        try (var paths = Files.walk(SharedFixtures.require(fixture))) {
            for (var path : (Iterable<Path>) paths::iterator) {
                if (path.getFileName().toString().matches("(patterns|solutions|decisions)\\.json")) {
                    byte[] whole;
                    try (TextInput text = TextInput.of(disk.open(path), GzipLimits.DEFAULT)) {
                        assertThat(text.encoding())
                                .isEqualTo(fixture.equals("runtime-gzip") ? Encoding.GZIP : Encoding.PLAIN);
                        whole = Parts.of(text).together();
                    }
                    try (TextInput text = TextInput.of(disk.open(path), GzipLimits.DEFAULT)) {
                        byte[] expected = new byte[whole.length + 1];
                        int length = 0;
                        for (int n = 0; n >= 0; n = text.read(expected, length, expected.length - length)) {
                            length += n;
                        }
                        assertThat(Arrays.copyOf(expected, length)).isEqualTo(whole);
                    }
                    files++;
                }
            }
        }
        assertThat(files).isGreaterThanOrEqualTo(18);
    }

    /**
     * An array of elements of the given lengths, each with its separator: blanks and an empty object. It is generated
     * on the fly.
     */
    private static final class Objects extends TextInput {
        private static final byte[] BLANKS = ("\n" + " ".repeat(WINDOW - 1)).getBytes(UTF_8);

        private final int[] lengths;
        private int element = -1;
        private int at;

        Objects(int... lengths) {
            this.lengths = lengths;
        }

        @Override
        public Encoding encoding() {
            return Encoding.PLAIN;
        }

        @Override
        public FileState state() {
            return FileState.MISSING;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (element > lengths.length) {
                return -1;
            }
            if (element < 0 || element == lengths.length) {
                into[offset] = (byte) (element++ < 0 ? '[' : ']');
                return 1;
            }
            int left = lengths[element] - at;
            int n = Math.min(left, Math.min(length, BLANKS.length));
            System.arraycopy(BLANKS, 0, into, offset, n);
            if (at == 0 && element > 0) {
                into[offset] = ',';
            }
            if (left >= 2 && left <= n + 1) {
                into[offset + left - 2] = '{';
            }
            if (n == left) {
                into[offset + n - 1] = '}';
                element++;
                at = 0;
            } else {
                at += n;
            }
            return n;
        }

        @Override
        public void close() {}
    }
}

package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import loom.aml.CaseSample;
import loom.aml.io.DamagedException;
import loom.aml.io.MemoryFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares our scanner with Jackson's: both must accept and reject the same documents and see the same values. See
 * {@link JacksonReader}.
 */
class JacksonDifferentialTest {
    @Test
    void validDocuments_areAcceptedByBoth() {
        for (int seed : CaseSample.seeds(1_000)) {
            Random random = new Random(seed);
            byte[] text = new RandomJson(random).collection(random.nextInt(8)).getBytes(UTF_8);

            assertThat(JacksonReader.accepts(text)).as("Jackson, seed %d", seed).isTrue();
            assertThat(acceptedByScanner(text)).as("ours, seed %d", seed).isTrue();
        }
    }

    @Test
    void mutatedDocuments_areAcceptedByBothOrNeither() {
        int taken = 0;
        List<Integer> seeds = CaseSample.seeds(6_000);
        for (int seed : seeds) {
            Random random = new Random(seed);
            byte[] text = new RandomJson(random).collection(random.nextInt(4)).getBytes(UTF_8);
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
                text = Mutation.of(text, random);
            }
            boolean jackson = JacksonReader.accepts(text);
            taken += jackson ? 1 : 0;

            assertThat(acceptedByScanner(text))
                    .as("seed %d: %s", seed, new String(text, UTF_8))
                    .isEqualTo(jackson);
        }
        assertThat(taken).as("both outcomes occur often").isBetween(seeds.size() / 6, 5 * seeds.size() / 6);
    }

    @Test
    void shortDocuments_areAcceptedByBothOrNeither() {
        byte[] alphabet = "[]{}\":,\\/bu0019-+.eE truefalsn\t\n'\u00e9".getBytes(UTF_8);
        for (int seed : CaseSample.seeds(10_000)) {
            Random random = new Random(seed);
            byte[] text = new byte[1 + random.nextInt(9)];
            for (int i = 0; i < text.length; i++) {
                text[i] = alphabet[random.nextInt(alphabet.length)];
            }
            if (random.nextBoolean()) {
                text[0] = '[';
                text[text.length - 1] = ']';
            }

            assertThat(acceptedByScanner(text))
                    .as("seed %d: %s", seed, new String(text, UTF_8))
                    .isEqualTo(JacksonReader.accepts(text));
        }
    }

    @Test
    void everyByte_isAcceptedByBothOrNeitherAtAnyPosition() {
        for (int one = 0; one < 256; one++) {
            for (String around :
                    new String[] {".", "[].", "[.]", "[1.]", "[\".\"]", "[\"\\.\"]", "[\"\\u00.0\"]", "[{.}]"}) {
                checkTogether(around, one);
            }
        }
    }

    @Test
    void everyTwoBytesInAString_areAcceptedByBothOrNeither() {
        for (int one = 0; one < 256; one++) {
            for (int other : Mutation.SIGNIFICANT) {
                if (other > 0x7e || one > 0x7e) {
                    checkTogether("[\"..\"]", one, other);
                }
            }
        }
    }

    /** Inserts bytes at the dots. */
    private static void checkTogether(String around, int... bytes) {
        byte[] text = around.getBytes(UTF_8);
        int at = around.indexOf('.');
        for (int i = 0; i < bytes.length; i++) {
            text[at + i] = (byte) bytes[i];
        }
        assertThat(acceptedByScanner(text))
                .as("%s in %s", Arrays.toString(bytes), around)
                .isEqualTo(JacksonReader.accepts(text));
    }

    @Test
    void unpairedSurrogates_areAcceptedIfEscaped() {
        assertThat(acceptedByScanner("[\"\\ud83d\",{\"\\udcbe\":\"\\udcbe\\ud83d\"}]".getBytes(UTF_8)))
                .isTrue();
    }

    @Test
    void everyCharacter_isAccepted_andItsBytesInAnotherOrderAreNot() {
        Random random = new Random(1);
        for (int i = 0; i < 6_000; i++) {
            int character = random.nextInt(0x110000);
            // Surrogates encoded in three bytes are damage.
            byte[] utf8 = character >= 0xd800 && character <= 0xdfff
                    ? new byte[] {
                        (byte) 0xed, (byte) (0x80 | (character >> 6 & 0x3f)), (byte) (0x80 | (character & 0x3f))
                    }
                    : Character.toString(character).getBytes(UTF_8);
            if (random.nextInt(4) == 0) {
                utf8[random.nextInt(utf8.length)] = (byte) random.nextInt(256);
            }
            byte[] text = new byte[utf8.length + 4];
            text[0] = '[';
            text[1] = '"';
            System.arraycopy(utf8, 0, text, 2, utf8.length);
            text[text.length - 2] = '"';
            text[text.length - 1] = ']';

            assertThat(acceptedByScanner(text))
                    .as("U+%04X as %s", character, Arrays.toString(utf8))
                    .isEqualTo(JacksonReader.accepts(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void depthLimit_isTheSame(String opening) {
        String closing = opening.equals("[") ? "]" : "}";
        for (int depth : new int[] {998, 999, 1_000, 1_001}) {
            byte[] text = ("[" + opening.repeat(depth - 1) + "0" + closing.repeat(depth - 1) + "]").getBytes(UTF_8);

            assertThat(acceptedByScanner(text)).as("%d deep", depth).isEqualTo(depth <= JsonScanner.MAX_DEPTH);
            assertThat(JacksonReader.accepts(text)).as("%d deep", depth).isEqualTo(depth <= JsonScanner.MAX_DEPTH);
        }
    }

    @Test
    void fields_haveTheSameValues() throws IOException {
        for (int seed : CaseSample.seeds(1_000)) {
            String text = JacksonReader.withoutSurrogates(new RandomJson(new Random(seed)).itemLike());
            JacksonReader.Tree tree = JacksonReader.tree(text);
            int number = seed;
            CollectionReader.read(MemoryFile.of("[" + text + "]").text(), ItemKind.PATTERN, item -> {
                for (Field field : Field.ALL) {
                    JacksonReader.check(
                            item,
                            field,
                            JacksonReader.at(tree, field.path()),
                            "seed " + number + ", " + field + " of " + text);
                }
            });
        }
    }

    private static boolean acceptedByScanner(byte[] text) {
        try {
            Parts parts = Parts.of(MemoryFile.of(text).text());
            assertThat(parts.together()).isEqualTo(text);
            return true;
        } catch (DamagedException e) {
            assertThat(e.offset()).isBetween(0L, (long) text.length);
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

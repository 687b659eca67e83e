package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Pattern;
import loom.aml.io.DamagedException;
import loom.aml.io.MemoryFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Our scanner beside Jackson's, which is strict by default: both must take and refuse the same documents, and see the same
 * values in them.
 *
 * <p>Where the two differ by design, the test makes up for it. Jackson takes bytes for UTF-16 where that looks likely, and some
 * overlong or surrogate spellings for characters: it gets the text decoded, by the JDK's strict decoder. It knows nothing of
 * byte order marks in decoded text: one is taken off. It refuses escaped halves of surrogate pairs in keys, which the grammar
 * allows and the runtime takes: it gets other escapes in their place. Its limits for names, numbers and depth are set to none, none, and ours.
 * A collection is an array, null, or nothing, so another root is refused whatever Jackson says of it.
 */
class JacksonDifferentialTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScanner.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** What Jackson says of null, where nothing at all is null. */
    private static final Object NULL = new Object();

    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");

    /** Bytes that mean something to a JSON parser, or to a UTF-8 decoder. */
    private static final int[] TELLING = {
        0, 1, 8, '\t', '\n', 0x0b, '\r', 0x1f, ' ', '"', '#', '\'', '*', '+', ',', '-', '.', '/', '0', '1', '9', ':',
        'E', 'N', '[', '\\', ']', 'a', 'e', 'f', 'n', 't', 'u', '{', '}', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
        0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff
    };

    @Test
    void sound_documentsAreTakenByBoth() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            byte[] text = new RandomJson(random).collection(random.nextInt(8)).getBytes(UTF_8);

            assertThat(jacksonTakes(text)).as("Jackson, seed %d", seed).isTrue();
            assertThat(weTake(text)).as("ours, seed %d", seed).isTrue();
        }
    }

    @Test
    void mutated_documentsAreTakenByBothOrNeither() {
        int taken = 0;
        for (int seed = 0; seed < 6_000; seed++) {
            Random random = new Random(seed);
            byte[] text = new RandomJson(random).collection(random.nextInt(4)).getBytes(UTF_8);
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
                text = mutated(text, random);
            }
            boolean jackson = jacksonTakes(text);
            taken += jackson ? 1 : 0;

            assertThat(weTake(text))
                    .as("seed %d: %s", seed, new String(text, UTF_8))
                    .isEqualTo(jackson);
        }
        assertThat(taken).as("both ways are tried often").isBetween(1_000, 5_000);
    }

    @Test
    void short_documentsAreTakenByBothOrNeither() {
        byte[] alphabet = "[]{}\":,\\/bu0019-+.eE truefalsn\t\n'\u00e9".getBytes(UTF_8);
        for (int seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            byte[] text = new byte[1 + random.nextInt(9)];
            for (int i = 0; i < text.length; i++) {
                text[i] = alphabet[random.nextInt(alphabet.length)];
            }
            if (random.nextBoolean()) {
                text[0] = '[';
                text[text.length - 1] = ']';
            }

            assertThat(weTake(text))
                    .as("seed %d: %s", seed, new String(text, UTF_8))
                    .isEqualTo(jacksonTakes(text));
        }
    }

    @Test
    void everyByte_isTakenByBothOrNeitherWhereverItStands() {
        for (int one = 0; one < 256; one++) {
            for (String around :
                    new String[] {".", "[].", "[.]", "[1.]", "[\".\"]", "[\"\\.\"]", "[\"\\u00.0\"]", "[{.}]"}) {
                checkTogether(around, one);
            }
        }
    }

    @Test
    void everyTwoBytes_inAStringAreTakenByBothOrNeither() {
        for (int one = 0; one < 256; one++) {
            for (int other : TELLING) {
                if (other > 0x7e || one > 0x7e) {
                    checkTogether("[\"..\"]", one, other);
                }
            }
        }
    }

    /** Puts bytes in the place of the dots. */
    private static void checkTogether(String around, int... bytes) {
        byte[] text = around.getBytes(UTF_8);
        int at = around.indexOf('.');
        for (int i = 0; i < bytes.length; i++) {
            text[at + i] = (byte) bytes[i];
        }
        assertThat(weTake(text)).as("%s in %s", Arrays.toString(bytes), around).isEqualTo(jacksonTakes(text));
    }

    @Test
    void halvesOfSurrogatePairs_areTakenWhereTheyAreEscaped() {
        assertThat(weTake("[\"\\ud83d\",{\"\\udcbe\":\"\\udcbe\\ud83d\"}]".getBytes(UTF_8)))
                .isTrue();
    }

    @Test
    void everyCharacter_isTakenAndItsBytesInDisorderAreNot() {
        Random random = new Random(1);
        for (int i = 0; i < 6_000; i++) {
            int character = random.nextInt(0x110000);
            // Surrogates are no characters: spelt out in three bytes they are damage.
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

            assertThat(weTake(text))
                    .as("U+%04X as %s", character, Arrays.toString(utf8))
                    .isEqualTo(jacksonTakes(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void depth_isLimitedAlike(String opening) {
        String closing = opening.equals("[") ? "]" : "}";
        for (int depth : new int[] {998, 999, 1_000, 1_001}) {
            byte[] text = ("[" + opening.repeat(depth - 1) + "0" + closing.repeat(depth - 1) + "]").getBytes(UTF_8);

            assertThat(weTake(text)).as("%d deep", depth).isEqualTo(depth <= JsonScanner.MAX_DEPTH);
            assertThat(jacksonTakes(text)).as("%d deep", depth).isEqualTo(depth <= JsonScanner.MAX_DEPTH);
        }
    }

    @Test
    void fields_areSeenAlike() throws IOException {
        for (int seed = 0; seed < 1_000; seed++) {
            String text = withoutSurrogates(new RandomJson(new Random(seed)).itemLike());
            Tree tree = tree(text);
            int number = seed;
            CollectionReader.read(MemoryFile.of("[" + text + "]").text(), ItemKind.PATTERN, item -> {
                for (Field field : Field.ALL) {
                    checkField(item, field, at(tree, field.path()), "seed " + number + ", " + field + " of " + text);
                }
            });
        }
    }

    /** Whether an item says of a field what Jackson says. */
    private static void checkField(Item item, Field field, @Nullable Object value, String about) {
        assertThat(item.has(field)).as(about).isEqualTo(value != null);
        assertThat(item.isString(field)).as(about).isEqualTo(value instanceof String);
        assertThat(item.isArray(field)).as(about).isEqualTo(value instanceof List);
        assertThat(item.isObject(field)).as(about).isEqualTo(value instanceof Tree);
        assertThat(item.isFilled(field)).as(about).isEqualTo(value != null && value != NULL && !value.equals(""));
        assertThat(item.flag(field))
                .as(about)
                .isEqualTo(value instanceof Boolean b ? Optional.of(b) : Optional.empty());
        assertThat(item.number(field))
                .as(about)
                .isEqualTo(value instanceof Double d ? OptionalDouble.of(d) : OptionalDouble.empty());
        if (value instanceof String s) {
            assertThat(item.text(field)).as(about).isEqualTo(s.isEmpty() ? null : s);
        } else if (value instanceof Boolean b) {
            assertThat(item.text(field)).as(about).isEqualTo(b.toString());
        } else if (value == null || value == NULL) {
            assertThat(item.text(field)).as(about).isNull();
        }
    }

    private static boolean weTake(byte[] text) {
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

    private static boolean jacksonTakes(byte[] bytes) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        text = withoutSurrogates(text.startsWith("\ufeff") ? text.substring(1) : text);
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken root = parser.nextToken();
            if (root != null && root != JsonToken.START_ARRAY && root != JsonToken.VALUE_NULL) {
                return false;
            }
            int depth = root == JsonToken.START_ARRAY ? 1 : 0;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    parser.getString();
                }
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static String withoutSurrogates(String text) {
        return SURROGATE.matcher(text).replaceAll("\\\\u0041");
    }

    private static byte[] mutated(byte[] text, Random random) {
        if (text.length == 0) {
            return new byte[] {'['};
        }
        int at = random.nextInt(text.length);
        int length = 1 + random.nextInt(Math.min(text.length - at, 6));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(text, at);
            case 1 -> spliced(text, at, length, new byte[0]);
            case 2 -> spliced(text, at, 0, Arrays.copyOfRange(text, at, at + length));
            case 3 -> spliced(text, at, 0, telling(random));
            case 4 -> spliced(text, at, 1, telling(random));
            default -> {
                byte[] flipped = text.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
        };
    }

    private static byte[] telling(Random random) {
        return new byte[] {(byte) TELLING[random.nextInt(TELLING.length)]};
    }

    private static byte[] spliced(byte[] text, int at, int removed, byte[] added) {
        byte[] result = new byte[text.length - removed + added.length];
        System.arraycopy(text, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(text, at + removed, result, at + added.length, text.length - at - removed);
        return result;
    }

    /** The object as Jackson reads it: of two equal keys the last counts. */
    private static Tree tree(String text) {
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return object(parser);
        }
    }

    private static Tree object(JsonParser parser) {
        Tree object = new Tree();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            object.put(key, value(parser));
        }
        return object;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<String> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(String.valueOf(value(parser)));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Double.parseDouble(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> NULL;
        };
    }

    private static @Nullable Object at(Tree tree, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return tree.get(path);
        }
        Object below = tree.get(path.substring(0, dot));
        return below instanceof Tree inner ? at(inner, path.substring(dot + 1)) : null;
    }

    /** An object as Jackson reads it, by key. */
    private static final class Tree extends HashMap<String, Object> {
        private static final long serialVersionUID = 1L;
    }
}

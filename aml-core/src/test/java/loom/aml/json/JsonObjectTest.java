package loom.aml.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    private static final String EVERYTHING = """
            {"text":"é \\u2713","empty":"","number":42,"fraction":1.5,"yes":true,"no":false,"nothing":null,
             "object":{"inner":{"deepest":1}},"strings":["a","b"],"objects":[{"n":1},{"n":2}],"mixed":["a",1,{"n":3},null,[]],
             "none":[],"time":"2026-02-03T08:00:00Z"}""";

    @Test
    void get_returnsEveryTypeOfValue() throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(EVERYTHING);

        assertThat(json.string("text")).contains("é ✓");
        assertThat(json.string("empty")).contains("");
        assertThat(json.number("number")).isEqualTo(42);
        assertThat(json.isTrue("yes")).isTrue();
        assertThat(json.isTrue("no")).isFalse();
        assertThat(json.object("object").flatMap(o -> o.object("inner")).map(o -> o.number("deepest")))
                .contains(1L);
        assertThat(json.strings("strings")).containsExactly("a", "b");
        assertThat(json.objects("objects")).extracting(o -> o.number("n")).containsExactly(1L, 2L);
        assertThat(json.instant("time")).contains(Instant.parse("2026-02-03T08:00:00Z"));
    }

    @Test
    void get_isEmptyForMissingKeys() throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(EVERYTHING);

        assertThat(json.has("missing")).isFalse();
        assertThat(json.string("missing")).isEmpty();
        assertThat(json.number("missing")).isZero();
        assertThat(json.isTrue("missing")).isFalse();
        assertThat(json.instant("missing")).isEmpty();
        assertThat(json.object("missing")).isEmpty();
        assertThat(json.objects("missing")).isEmpty();
        assertThat(json.strings("missing")).isEmpty();
        assertThat(json.isListOfObjects("missing")).isFalse();
    }

    @Test
    void get_isEmptyForOtherTypes() throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(EVERYTHING);

        assertThat(json.has("nothing")).isTrue();
        for (String key : new String[] {"number", "yes", "nothing", "object", "strings"}) {
            assertThat(json.string(key)).as(key).isEmpty();
            assertThat(json.instant(key)).as(key).isEmpty();
        }
        for (String key : new String[] {"text", "yes", "nothing", "object", "strings", "fraction"}) {
            assertThat(json.number(key)).as(key).isZero();
        }
        for (String key : new String[] {"text", "number", "nothing", "strings"}) {
            assertThat(json.object(key)).as(key).isEmpty();
            assertThat(json.isTrue(key)).as(key).isFalse();
        }
        assertThat(json.strings("text")).isEmpty();
        assertThat(json.objects("object")).isEmpty();
        assertThat(json.instant("text")).isEmpty();
        assertThat(json.strings("mixed")).containsExactly("a");
        assertThat(json.objects("mixed")).extracting(o -> o.number("n")).containsExactly(3L);
    }

    @Test
    void isListOfObjects_isFalseForOtherValues() throws JsonSyntaxException {
        JsonObject json = JsonObject.parse(EVERYTHING);

        assertThat(json.isListOfObjects("objects")).isTrue();
        assertThat(json.isListOfObjects("none")).isTrue();
        assertThat(json.isListOfObjects("mixed")).isFalse();
        assertThat(json.isListOfObjects("strings")).isFalse();
        assertThat(json.isListOfObjects("object")).isFalse();
    }

    @Test
    void number_fitsALong() throws JsonSyntaxException {
        JsonObject json = JsonObject.parse("""
                {"max":9223372036854775807,"min":-9223372036854775808,"int":2147483648,"over":9223372036854775808,
                 "huge":123456789012345678901234567890,"infinite":1e999,"round":1e3,"minus":-0}""");

        assertThat(json.number("max")).isEqualTo(Long.MAX_VALUE);
        assertThat(json.number("min")).isEqualTo(Long.MIN_VALUE);
        assertThat(json.number("int")).isEqualTo(1L << 31);
        assertThat(json.number("minus")).isZero();
        for (String other : new String[] {"over", "huge", "infinite", "round"}) {
            assertThat(json.number(other)).as(other).isZero();
        }
    }

    @Test
    void toString_isCompact() throws JsonSyntaxException {
        String line =
                "{\"b\":\"é✓💾\",\"a\":[1,-2,1.5,true,false,null,\"x\",[],{}],\"c\":{\"d\":\"\\\"\\\\\\n\\u0000\"}}";

        assertThat(JsonObject.parse(line)).hasToString(line);
        assertThat(JsonObject.parse(line.getBytes(UTF_8))).hasToString(line);
        assertThat(JsonObject.parse(JsonObject.parse(line).toPrettyString())).hasToString(line);
    }

    @Test
    void toPrettyString_isIndented() throws JsonSyntaxException {
        assertThat(JsonObject.parse("{\"a\":{\"b\":[1,{\"c\":2}]},\"d\":[],\"e\":{}}")
                        .toPrettyString())
                .isEqualTo("""
                {
                  "a": {
                    "b": [
                      1,
                      {
                        "c": 2
                      }
                    ]
                  },
                  "d": [],
                  "e": {}
                }""");
    }

    @Test
    void parse_readsTheOutputOfTheBuilder() throws JsonSyntaxException {
        for (int seed = 0; seed < 300; seed++) {
            JsonObject built = random(new Random(seed), 0);

            assertThat(JsonObject.parse(built.toString())).as("seed %d", seed).hasToString(built.toString());
            assertThat(JsonObject.parse(built.toPrettyString()))
                    .as("seed %d", seed)
                    .hasToString(built.toString());
        }
    }

    @Test
    void parse_keepsTheLastOfEqualKeys() throws JsonSyntaxException {
        assertThat(JsonObject.parse("{\"a\":1,\"b\":2,\"a\":3}")).hasToString("{\"a\":3,\"b\":2}");
    }

    @Test
    void unpairedSurrogates_surviveInStrings() throws JsonSyntaxException {
        JsonObject built = JsonObject.builder()
                .put("id", "\ud83d")
                .put("both", "\udcbe\ud83d")
                .build();

        assertThat(JsonObject.parse(built.toString().getBytes(UTF_8)).string("id"))
                .contains("\ud83d");
        assertThat(JsonObject.parse(built.toString().getBytes(UTF_8)).string("both"))
                .contains("\udcbe\ud83d");
        assertThat(JsonObject.parse("{\"id\":\"\\ud83d\"}").string("id")).contains("\ud83d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "1",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":[1",
                "{\"a\":1}}",
                "{} {}",
                "{}x",
                "{a:1}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "// none\n{}",
                "{\"a\":tru}"
            })
    void parse_rejectsOtherText(String text) {
        assertThatThrownBy(() -> JsonObject.parse(text)).isInstanceOf(JsonSyntaxException.class);
        assertThatThrownBy(() -> JsonObject.parse(text.getBytes(UTF_8))).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void parse_rejectsDeepNesting() throws JsonSyntaxException {
        String deep = "{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}";
        assertThat(JsonObject.parse(deep)).hasToString(deep);

        for (int depth : new int[] {501, 100_000}) {
            assertThatThrownBy(() -> JsonObject.parse("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}"))
                    .isInstanceOf(JsonSyntaxException.class);
            assertThatThrownBy(() -> JsonObject.parse("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)))
                    .isInstanceOf(JsonSyntaxException.class);
        }
    }

    @Test
    void parse_acceptsStringsOfAnyLength() throws JsonSyntaxException {
        String large = "x".repeat(8 << 20);

        assertThat(JsonObject.parse("{\"a\":\"" + large + "\"}").string("a")).contains(large);
    }

    @Test
    void builder_acceptsEveryTypeOfValue() {
        JsonObject inner = JsonObject.builder().put("n", 1).build();
        JsonObject json = JsonObject.builder()
                .put("text", "é")
                .put("noText", (String) null)
                .put("long", Long.MAX_VALUE)
                .put("int", 7)
                .put("double", 0.25)
                .put("nan", Double.NaN)
                .put("infinite", Double.NEGATIVE_INFINITY)
                .put("flag", true)
                .put("time", Instant.parse("2026-02-03T08:00:00Z"))
                .put("noTime", (Instant) null)
                .put("object", inner)
                .put("noObject", (JsonObject) null)
                .put("list", List.of("a", inner))
                .putAll(JsonObject.builder().put("int", 8).put("last", "x").build())
                .build();

        assertThat(json)
                .hasToString(
                        "{\"text\":\"é\",\"noText\":null,\"long\":9223372036854775807,\"int\":8,\"double\":0.25,"
                                + "\"nan\":null,\"infinite\":null,\"flag\":true,\"time\":\"2026-02-03T08:00:00Z\","
                                + "\"noTime\":null,\"object\":{\"n\":1},\"noObject\":null,\"list\":[\"a\",{\"n\":1}],\"last\":\"x\"}");
    }

    @Test
    void builder_doesNotChangeObjectsAlreadyBuilt() {
        List<String> list = new ArrayList<>(List.of("a"));
        JsonObject.Builder builder = JsonObject.builder().put("a", 1).put("list", list);
        JsonObject built = builder.build();
        builder.put("a", 2);
        list.add("b");

        assertThat(built).hasToString("{\"a\":1,\"list\":[\"a\"]}");
        assertThat(builder.build()).hasToString("{\"a\":2,\"list\":[\"a\"]}");
    }

    @Test
    void parseUntrusted_refusesWhatAProgramNeverWritesItself() throws Exception {
        assertThat(JsonObject.parseUntrusted("{\"a\":[1]}".getBytes(UTF_8)).value("a"))
                .isEqualTo(List.of(1L));
        String deep = "{\"a\":".repeat(JsonObject.MAX_DEPTH) + "1" + "}".repeat(JsonObject.MAX_DEPTH);
        assertThat(JsonObject.parseUntrusted(deep.getBytes(UTF_8))).isNotNull();
        for (String refused :
                List.of("{\"a\":1,\"a\":1}", "{\"a\":" + deep + "}", "{} {}", "[]", "{\"a\":\"\u00ff\"}")) {
            assertThatThrownBy(() -> JsonObject.parseUntrusted(refused.getBytes(ISO_8859_1)))
                    .as(refused)
                    .isInstanceOf(JsonSyntaxException.class);
        }
    }

    @Test
    void value_isWhatPutValueTakes() throws Exception {
        JsonObject object =
                JsonObject.parse("{\"s\":\"x\",\"n\":1,\"d\":1.5,\"b\":true,\"o\":{},\"l\":[null,[2]],\"z\":null}");
        JsonObject.Builder copy = JsonObject.builder();
        object.keys().forEach(key -> copy.putValue(key, object.value(key)));
        assertThat(copy.build()).isEqualTo(object).hasSameHashCodeAs(object).hasToString(object.toString());
        assertThat(object.toUtf8()).isEqualTo(object.toString().getBytes(UTF_8));
    }

    @Test
    void equals_ignoresTheOrderOfKeys() throws Exception {
        JsonObject one = JsonObject.parse("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}");
        assertThat(one).isEqualTo(JsonObject.parse("{\"b\":{\"d\":3,\"c\":2},\"a\":1}"));
        assertThat(one).isNotEqualTo(JsonObject.parse("{\"a\":1,\"b\":{\"c\":2}}"));
    }

    private static JsonObject random(Random random, int depth) {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = random.nextInt(6); i > 0; i--) {
            String key = "key " + random.nextInt(100);
            switch (random.nextInt(depth > 3 ? 5 : 8)) {
                case 0 -> builder.put(key, text(random));
                case 1 -> builder.put(key, random.nextLong());
                case 2 -> builder.put(key, random.nextBoolean());
                case 3 -> builder.put(key, random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
                case 4 -> builder.put(key, (String) null);
                case 5 -> builder.put(key, Arrays.asList(text(random), text(random)));
                case 6 -> builder.put(key, List.of(random(random, depth + 1)));
                default -> builder.put(key, random(random, depth + 1));
            }
        }
        return builder.build();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(
                    random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(Character.MAX_CODE_POINT + 1));
        }
        return text.toString();
    }
}

package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.0",
                "1",
                "-1",
                "7.25",
                "2.50",
                "1e3",
                "1E+3",
                "1e-3",
                "0.1",
                "0.30000000000000004",
                "9999999999999999",
                "999999999999999.9",
                "0.12345678901234",
                "0.00000000000001",
                "9007199254740993",
                "1e999",
                "-1e999",
                "1e-999",
                "123456789012345678901234567890",
                "4.9e-324",
                "1.7976931348623157e308"
            })
    void number_isTheNearestDouble(String spelling) {
        assertThat(JsonText.number(spelling.getBytes(UTF_8), 0, spelling.length()))
                .hasValue(Double.parseDouble(spelling));
    }

    @Test
    void number_isTheNearestDoubleForAnyDigits() {
        for (int seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            StringBuilder spelling = new StringBuilder(random.nextInt(5) == 0 ? "-" : "");
            spelling.append(
                    random.nextInt(3) == 0 ? "0" : Long.toString(1 + random.nextLong(1L << (1 + random.nextInt(62)))));
            if (random.nextInt(3) > 0) {
                spelling.append('.');
                for (int digits = 1 + random.nextInt(16); digits > 0; digits--) {
                    spelling.append(random.nextInt(10));
                }
            }
            if (random.nextInt(6) == 0) {
                spelling.append('e').append(random.nextInt(60) - 30);
            }
            byte[] text = ("[" + spelling + "]").getBytes(UTF_8);

            assertThat(JsonText.number(text, 1, text.length - 1))
                    .as("seed %d: %s", seed, spelling)
                    .hasValue(Double.parseDouble(spelling.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "true", "null", "[1]", "{}"})
    void number_isEmptyForOtherValues(String text) {
        assertThat(JsonText.number(text.getBytes(UTF_8), 0, text.length())).isEmpty();
    }

    @Test
    void decode_handlesEveryEscape() {
        assertThat(decode("")).isEmpty();
        assertThat(decode("é✓💾")).isEqualTo("é✓💾");
        assertThat(decode("\\\"\\\\\\/\\b\\f\\n\\r\\t")).isEqualTo("\"\\/\b\f\n\r\t");
        assertThat(decode("a\\u0041\\u00E9\\u00e9z")).isEqualTo("aAééz");
        assertThat(decode("\\ud83d\\udcbe")).isEqualTo("💾");
        assertThat(decode("\\u0000")).isEqualTo("\0");
    }

    @Test
    void decode_keepsUnpairedSurrogates() {
        assertThat(decode("\\ud83d")).isEqualTo("\ud83d");
        assertThat(decode("\\udcbex\\ud83d")).isEqualTo("\udcbex\ud83d");
    }

    @Test
    void decode_treatsAnEscapedBackslashAsText() {
        assertThat(decode("\\\\u0041\\\\n")).isEqualTo("\\u0041\\n");
    }

    private static String decode(String content) {
        byte[] text = ("\"" + content + "\"").getBytes(UTF_8);
        return JsonText.decode(text, 1, text.length - 1);
    }
}

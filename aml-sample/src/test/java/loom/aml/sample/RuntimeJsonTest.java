package loom.aml.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.Consumer;
import loom.aml.item.Timestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonGenerator;

class RuntimeJsonTest {

    private static String written(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = RuntimeJson.generator(out)) {
            content.accept(json);
        }
        return out.toString(UTF_8);
    }

    @Test
    void values_areIndentedAsTheRuntimeDoesIt() {
        assertThat(written(json -> {
                    json.writeStartArray().writeStartObject();
                    json.writeNumberProperty("a", 1).writeStringProperty("b", "c");
                    json.writeArrayPropertyStart("d")
                            .writeNumber(1)
                            .writeNumber(2)
                            .writeEndArray();
                    json.writeObjectPropertyStart("e").writeEndObject();
                    json.writeArrayPropertyStart("f").writeEndArray();
                    json.writeEndObject();
                    json.writeStartObject().writeEndObject().writeEndArray();
                }))
                .isEqualTo("""
                        [
                          {
                            "a": 1,
                            "b": "c",
                            "d": [
                              1,
                              2
                            ],
                            "e": {},
                            "f": []
                          },
                          {}
                        ]""");
    }

    @ParameterizedTest
    @CsvSource({
        "8580, 4, 0.858",
        "10000, 4, 1",
        "100000, 4, 10",
        "0, 4, 0",
        "1, 5, 0.00001",
        "159, 2, 1.59",
        "200, 2, 2",
        "3, 1, 0.3"
    })
    void decimal_endsWithoutZeros(int unscaled, int decimals, String expected) {
        assertThat(written(json -> json.writeNumber(RuntimeJson.decimal(unscaled, decimals))))
                .isEqualTo(expected);
    }

    @Test
    void text_isEscapedAsJavaScriptDoesIt() {
        assertThat(written(json -> json.writeString("a \"b\" C:\\d\ne\tf \u001bg é 🚀 /")))
                .isEqualTo("\"a \\\"b\\\" C:\\\\d\\ne\\tf \\u001bg é 🚀 /\"");
    }

    @Test
    void asciiString_isEscapedAsPythonDoesIt() {
        assertThat(RuntimeJson.asciiString("é 🚀 \"a\"\n")).isEqualTo("\"\\u00e9 \\ud83d\\ude80 \\\"a\\\"\\n\"");
    }

    @Test
    void time_isTheInstantInEveryStyle() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            long millis = random.nextLong(
                    Instant.parse("0012-01-01T00:00:00Z").toEpochMilli(),
                    Instant.parse("9980-12-31T00:00:00Z").toEpochMilli());
            TimeStyle style = TimeStyle.draw(SampleSchema.values()[i % 4], new Draws(i));
            String text = style.format(millis);

            Instant expected = Instant.ofEpochMilli(millis);
            byte[] bytes = text.getBytes(US_ASCII);
            assertThat(Timestamps.parse(bytes, 0, bytes.length)).as(text).isEqualTo(expected);
            assertThat(
                            style.zone().isEmpty()
                                    ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                                    : OffsetDateTime.parse(text).toInstant())
                    .isEqualTo(expected);
            assertThat(text.replaceAll(".*\\.(\\d+).*", "$1")).hasSize(style.hasMicroseconds() ? 6 : 3);
        }
    }
}

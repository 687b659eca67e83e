package loom.aml.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import loom.aml.item.Timestamps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndentedJsonTest {

    /** Writes with an array as the root. */
    private interface Writing {
        void to(IndentedJson json) throws IOException;
    }

    private static String written(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        IndentedJson json = new IndentedJson(out);
        writing.to(json);
        json.flush();
        assertThat(json.written()).isEqualTo(out.size());
        return out.toString(UTF_8);
    }

    @Test
    void values_areIndentedAsTheRuntimeDoesIt() throws IOException {
        assertThat(written(json -> {
                    json.beginArray()
                            .beginObject()
                            .field("a", 1)
                            .field("b", "c")
                            .beginArray("d");
                    json.element().number(1).element().number(2).endArray();
                    json.beginObject("e").endObject().beginArray("f").endArray().endObject();
                    json.beginObject().endObject().endArray();
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
    @ValueSource(longs = {0, 7, -7, 10, 99_999, Long.MAX_VALUE, Long.MIN_VALUE})
    void number_isWrittenWhole(long number) throws IOException {
        assertThat(written(json -> json.number(number))).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @CsvSource({"8580, 4, 0.858", "10000, 4, 1", "0, 4, 0", "1, 5, 0.00001", "159, 2, 1.59", "200, 2, 2", "3, 1, 0.3"})
    void decimal_endsWithoutZeros(int unscaled, int decimals, String expected) throws IOException {
        assertThat(written(json -> json.decimal(unscaled, decimals))).isEqualTo(expected);
    }

    @Test
    void uuid_isWrittenAsTheJdkDoesIt() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            UUID uuid = new UUID(random.nextLong(), random.nextLong());
            assertThat(written(json -> json.uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits())))
                    .isEqualTo("\"" + uuid + "\"");
        }
    }

    @Test
    void time_isTheInstantInEveryStyle() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            Draws draws = new Draws(i);
            long millis = random.nextLong(
                    Instant.parse("0012-01-01T00:00:00Z").toEpochMilli(),
                    Instant.parse("9980-12-31T00:00:00Z").toEpochMilli());
            SampleSchema schema = SampleSchema.values()[i % 4];
            TimeStyle style = TimeStyle.draw(schema, draws);
            String text = written(
                            json -> json.beginObject().field("t", millis, style).endObject())
                    .replaceAll("(?s).*: \"(.*)\".*", "$1");

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

    @Test
    void text_thatIsLongerThanTheBufferIsWrittenWhole() throws IOException {
        byte[] word = "abcdefghijklm".getBytes(US_ASCII);
        String text = written(json -> {
            json.quote();
            for (int i = 0; i < 20_000; i++) {
                json.bytes(word);
            }
            json.quote();
        });

        assertThat(text).isEqualTo("\"" + "abcdefghijklm".repeat(20_000) + "\"");
    }
}

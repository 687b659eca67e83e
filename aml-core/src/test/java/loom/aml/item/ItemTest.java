package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import loom.aml.io.DamagedException;
import loom.aml.io.MemoryFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemTest {
    private static final String PATTERN = """
            {"id":"5f0c9a52-7d3e-4b1a-9c64-0e2f8a7b1c01","agent":"archivist","timestamp":"2026-01-11T08:30:00.000Z",
             "pattern":{"type":"retry","context":{},"approach":{"technique":"back off","rationale":"measured"},
               "conditions":{"whenApplicable":["io"],"whenNotApplicable":[]}},
             "metrics":{"successRate":0.75,"executionCount":12,"avgTimeSavedMs":340,"errorPreventionCount":3},
             "evolution":{"created":"2026-01-10T00:00:00Z","lastUsed":"2026-02-03T10:00:00+02:00","refinements":2,
               "confidenceScore":0.6}}""";
    private static final String PATTERN_2 = """
            {"id":"x","agent":"archivist","timestamp":"2026-01-11T08:30:00","version":"2.0.0",
             "performance":{"success_rate":0.75,"execution_count":12,"avg_time_saved_ms":340},
             "lifecycle":{"created_at":"2026-01-10T00:00:00Z","last_used_at":"2026-02-03T08:00:00Z","confidence":0.6}}""";

    @ParameterizedTest
    @ValueSource(strings = {PATTERN, PATTERN_2})
    void pattern_hasTheSameValuesInBothSchemaVersions(String text) {
        assertThat(OneItem.ask(text, Item::successRate)).hasValue(0.75);
        assertThat(OneItem.ask(text, Item::executions)).isEqualTo(12);
        assertThat(OneItem.ask(text, Item::avgTimeSavedMs)).isEqualTo(340);
        assertThat(OneItem.ask(text, Item::confidence)).hasValue(0.6);
        assertThat(OneItem.ask(text, Item::created)).isEqualTo("2026-01-10T00:00:00Z");
        assertThat(OneItem.ask(text, Item::lastUsed)).isEqualTo("2026-02-03T08:00:00Z");
        assertThat(OneItem.ask(text, Item::timestamp)).isEqualTo("2026-01-11T08:30:00Z");
        assertThat(OneItem.ask(text, Item::agentField)).isEqualTo("archivist");
        assertThat(OneItem.ask(text, Item::kind)).isEqualTo(ItemKind.PATTERN);
    }

    @Test
    void patternOfVersion2_ignoresOldFields() {
        String both = """
                {"metrics":{"successRate":0.1,"executionCount":1,"avgTimeSavedMs":1},
                 "performance":{"success_rate":0.9},
                 "evolution":{"confidenceScore":0.1,"lastUsed":"2020-01-01","created":"2020-01-01"},
                 "lifecycle":{"last_used_at":"2026-01-01"}}""";

        assertThat(OneItem.ask(both, Item::successRate)).hasValue(0.9);
        assertThat(OneItem.ask(both, Item::executions))
                .as("fields of version 1 are ignored")
                .isZero();
        assertThat(OneItem.ask(both, Item::avgTimeSavedMs)).isZero();
        assertThat(OneItem.ask(both, Item::confidence)).isEmpty();
        assertThat(OneItem.ask(both, Item::lastUsed)).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(OneItem.ask(both, Item::created))
                .as("falls back to any timestamp")
                .isEqualTo("2020-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0.5", "\"fast\"", "[]"})
    void pattern_isReadAsVersion1IfTheFieldsOfVersion2AreNotObjects(String other) {
        String text = """
                {"performance":%s,"metrics":{"successRate":0.4,"executionCount":7,"avgTimeSavedMs":9},
                 "lifecycle":%s,"evolution":{"confidenceScore":0.3}}""".formatted(other, other);

        assertThat(OneItem.ask(text, Item::successRate)).hasValue(0.4);
        assertThat(OneItem.ask(text, Item::executions)).isEqualTo(7);
        assertThat(OneItem.ask(text, Item::avgTimeSavedMs)).isEqualTo(9);
        assertThat(OneItem.ask(text, Item::confidence)).hasValue(0.3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"outcome\":{\"wouldRepeat\":false}}                           | false",
                "{\"outcome\":{\"would_repeat\":false}}                          | false",
                "{\"outcome\":{\"would_repeat\":true,\"wouldRepeat\":false}}     | false",
                "{\"outcome\":{\"would_repeat\":true,\"wouldRepeat\":null}}      | true",
                "{\"outcome\":{\"would_repeat\":true,\"wouldRepeat\":\"no\"}}    | true",
                "{\"outcome\":{\"wouldRepeat\":\"false\"}}                       |",
                "{\"outcome\":{\"wouldRepeat\":0}}                               |",
                "{\"outcome\":null}                                              |",
                "{\"wouldRepeat\":false}                                         | false",
                "{\"outcome\":{\"wouldRepeat\":true},\"would_repeat\":false}     | true",
                "{}                                                              |",
            })
    void wouldRepeat_isReadInBothCases(String text, Boolean expected) {
        assertThat(OneItem.ask(text, Item::wouldRepeat)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void worked_isReadFromTheEffectiveness() {
        assertThat(OneItem.ask("{\"effectiveness\":{\"worked\":false}}", Item::worked))
                .hasValue(false);
        assertThat(OneItem.ask("{\"effectiveness\":{\"worked\":true}}", Item::worked))
                .hasValue(true);
        assertThat(OneItem.ask("{\"effectiveness\":{\"worked\":1}}", Item::worked))
                .isEmpty();
        assertThat(OneItem.ask("{\"worked\":false}", Item::worked)).hasValue(false);
        assertThat(OneItem.ask("{\"effectiveness\":{\"worked\":true},\"worked\":false}", Item::worked))
                .hasValue(true);
    }

    @Test
    void isActive_isTrueByDefault() {
        assertThat(OneItem.ask("{}", Item::isActive)).isTrue();
        assertThat(OneItem.ask("{\"active\":true}", Item::isActive)).isTrue();
        assertThat(OneItem.ask("{\"active\":false}", Item::isActive)).isFalse();
        assertThat(OneItem.ask("{\"active\":\"false\"}", Item::isActive)).isTrue();
        assertThat(OneItem.ask("{\"active\":null}", Item::isActive)).isTrue();
    }

    @Test
    void fieldsOfAnotherType_areAbsent() {
        String text = """
                {"timestamp":true,"metrics":{"successRate":"0.9","executionCount":null,"avgTimeSavedMs":[1]},
                 "evolution":[{"confidenceScore":0.9}],"effectiveness":"worked"}""";

        assertThat(OneItem.ask(text, Item::timestamp)).isNull();
        assertThat(OneItem.ask(text, Item::lastUsed)).isNull();
        assertThat(OneItem.ask(text, Item::created)).isNull();
        assertThat(OneItem.ask(text, Item::successRate)).isEmpty();
        assertThat(OneItem.ask(text, Item::executions)).isZero();
        assertThat(OneItem.ask(text, Item::avgTimeSavedMs)).isZero();
        assertThat(OneItem.ask(text, Item::confidence)).isEmpty();
        assertThat(OneItem.ask(text, Item::worked)).isEmpty();
        assertThat(OneItem.ask(text, Item::meanSuccess)).isEmpty();
    }

    @Test
    void fieldsElsewhere_areIgnored() {
        String text = """
                {"pattern":{"context":{"id":"inner","agent":"inner","metrics":{"successRate":0.1}}},
                 "metadata":{"timestamp":"2020-01-01"},"id.x":"dot","metrics.successRate":0.2}""";

        assertThat(OneItem.ask(text, Item::id)).isNull();
        assertThat(OneItem.ask(text, Item::agentField)).isNull();
        assertThat(OneItem.ask(text, Item::timestamp)).isNull();
        assertThat(OneItem.ask(text, Item::successRate)).isEmpty();
    }

    @Test
    void lastOfEqualKeys_countsAndHidesTheFirstCompletely() {
        String text = """
                {"id":"first","id":"last",
                 "metrics":{"successRate":0.1,"executionCount":99},"metrics":{"successRate":0.8},
                 "evolution":{"confidenceScore":0.1},"evolution":null,
                 "pattern":{"approach":{"technique":"first"}},"pattern":{"approach":{}}}""";

        assertThat(OneItem.ask(text, Item::id)).isEqualTo("last");
        assertThat(OneItem.ask(text, Item::successRate)).hasValue(0.8);
        assertThat(OneItem.ask(text, Item::executions)).isZero();
        assertThat(OneItem.ask(text, Item::confidence)).isEmpty();
        assertThat(OneItem.holds(text, item -> item.has(Field.APPROACH_TECHNIQUE)))
                .isFalse();
        assertThat(OneItem.ask("{\"id\":\"last\"}", Item::idHash)).isEqualTo(OneItem.ask(text, Item::idHash));
    }

    @Test
    void equalKeys_areRecognizedInAnySpelling() {
        assertThat(OneItem.ask("{\"id\":\"first\",\"\\u0069d\":\"last\"}", Item::id))
                .isEqualTo("last");
        assertThat(OneItem.ask("{\"\\u0069\\u0064\":\"first\",\"id\":\"last\"}", Item::id))
                .isEqualTo("last");
    }

    @Test
    void keys_areReadWithEscapes() {
        String text = "{\"\\u0069d\":\"x\",\"m\\u0065trics\":{\"success\\u0052ate\":0.5},\"ID\":\"y\",\"id \":\"z\"}";

        assertThat(OneItem.ask(text, Item::id)).isEqualTo("x");
        assertThat(OneItem.ask(text, Item::successRate)).hasValue(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"id\":\"plain\"}                | plain",
                "{\"id\":\"\\u0070l\\u0061in\"}    | plain",
                "{\"id\":\"tab\\tquote\\\"\"}      | tab\tquote\"",
                "{\"id\":\"é✓💾\"}                 | é✓💾",
                "{\"id\":42}                       | 42",
                "{\"id\":4.20e1}                   | 4.20e1",
                "{\"id\":true}                     | true",
                "{\"id\":[1]}                      | [1]",
                "{\"id\":\"\"}                     |",
                "{\"id\":null}                     |",
                "{}                                |",
            })
    void id_isReadFromTheItem(String text, String id) {
        assertThat(OneItem.ask(text, Item::id)).isEqualTo(id);
        assertThat(OneItem.holds(text, item -> item.isFilled(Field.ID))).isEqualTo(id != null);
        long hash = OneItem.ask(text, Item::idHash);
        if (id == null) {
            assertThat(hash).isZero();
        } else {
            assertThat(Fingerprint.ofIdAsWritten(id)).contains(hash);
        }
    }

    @Test
    void numbers_areReadAsSpelled() {
        String text = "{\"metrics\":{\"successRate\":2.50e-1,\"executionCount\":1e3,\"avgTimeSavedMs\":2.5e2}}";

        assertThat(OneItem.ask(text, Item::successRate)).hasValue(0.25);
        assertThat(OneItem.ask(text, Item::executions)).isEqualTo(1_000);
        assertThat(OneItem.ask(text, Item::avgTimeSavedMs)).isEqualTo(250);
    }

    @Test
    void times_areReadInAnyFormat() {
        Instant expected = Instant.parse("2026-02-03T08:00:00Z");
        for (String time : new String[] {
            "\"2026-02-03T08:00:00Z\"",
            "\"2026-02-03T10:00:00.000+02:00\"",
            "\"2026-02-03T08:00:00\"",
            "1770105600",
            "1770105600000",
            "1.7701056e12",
            "\"2026\\u002d02-03T08:00:00\\u005a\""
        }) {
            assertThat(OneItem.ask("{\"timestamp\":" + time + "}", Item::timestamp))
                    .as(time)
                    .isEqualTo(expected);
        }
    }

    @Test
    void lastUsed_fallsBackToTheNextBestTime() {
        String none = "{\"evolution\":{\"lastUsed\":%s,\"created\":%s},\"timestamp\":\"2026-01-01\"}";

        assertThat(OneItem.ask(none.formatted("\"2026-03-01\"", "\"2025-03-01\""), Item::lastUsed))
                .isEqualTo("2026-03-01T00:00:00Z");
        assertThat(OneItem.ask(none.formatted("\"soon\"", "null"), Item::lastUsed))
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(OneItem.ask(none.formatted("\"soon\"", "null"), Item::created))
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(OneItem.ask("{}", Item::lastUsed)).isNull();
    }

    @Test
    void meanSuccess_matchesTheSpecification() {
        // developmentSpeed 1.2 / 1.5 = 0.8; 0.7 and 0.9 unchanged; the mean of the three is 0.8.
        assertMean(0.8, "{\"developmentSpeed\":1.2,\"apiPerformance\":0.7,\"maintainability\":0.9}");
        assertMean(1.0, "{\"developmentSpeed\":2}");
        assertMean(0.0, "{\"developmentSpeed\":0}");
        assertMean(0.5, "{\"development_speed\":0.75}");
        // Custom metrics count only from 0 to 1: 0.2 and 0.4.
        assertMean(0.3, "{\"customMetrics\":{\"a\":0.2,\"b\":0.4,\"errors\":17,\"drift\":-1,\"note\":\"x\"}}");
        assertMean(0.5, "{\"customMetrics\":{\"a\":0,\"b\":1}}");
        assertMean(0.6, "{\"clientSatisfaction\":0.8,\"custom_metrics\":{\"a\":0.4}}");
        assertMean(0.5, "{\"apiPerformance\":0.5,\"customMetrics\":{\"developmentSpeed\":1.2}}");
        assertMean(0.5, "{\"apiPerformance\":0.5,\"clientSatisfaction\":80,\"maintainability\":null}");
    }

    @Test
    void meanSuccess_readsKeysWithEscapesAndBlanks() {
        assertMean(0.8, "{ \"development\\u0053peed\" :\n1.2 , \"x\" : { \"y\" : 0.1 } , \"z\" : [ 0.1 ] }");
    }

    @Test
    void meanSuccess_usesTheLastOfEqualKeys() {
        assertMean(0.9, "{\"apiPerformance\":0.1,\"apiPerformance\":0.9}");
        assertMean(0.4, "{\"customMetrics\":{\"a\":0.1,\"a\":0.2},\"customMetrics\":{\"b\":0.3,\"b\":0.4}}");
    }

    @Test
    void meanSuccess_isEmptyWithoutMetrics() {
        for (String metrics : new String[] {"{}", "{ }", "null", "[]", "0.5", "{\"customMetrics\":{}}", "{\"a\":2}"}) {
            assertThat(OneItem.ask("{\"outcome\":{\"successMetrics\":" + metrics + "}}", Item::meanSuccess))
                    .as(metrics)
                    .isEmpty();
        }
        assertThat(OneItem.ask("{\"outcome\":{}}", Item::meanSuccess)).isEmpty();
    }

    @Test
    void meanSuccess_isReadInBothCases() {
        assertThat(OneItem.ask("{\"outcome\":{\"success_metrics\":{\"a\":0.5}}}", Item::meanSuccess))
                .hasValue(0.5);
        assertThat(OneItem.ask(
                        "{\"outcome\":{\"success_metrics\":{\"a\":0.5},\"successMetrics\":{\"a\":1}}}",
                        Item::meanSuccess))
                .hasValue(1);
        assertThat(OneItem.ask(
                        "{\"outcome\":{\"success_metrics\":{\"a\":0.5},\"successMetrics\":null}}", Item::meanSuccess))
                .hasValue(0.5);
    }

    @Test
    void valueScore_matchesTheSpecification() {
        // 0.4 * 0.75 + 0.3 * 0.6 + 0.2 * 12/50 + 0.1 * 340/1000
        assertThat(OneItem.ask(PATTERN, ValueScore::of)).isCloseTo(0.3 + 0.18 + 0.048 + 0.034, within(1e-12));
        assertThat(OneItem.ask(PATTERN_2, ValueScore::of)).isEqualTo(OneItem.ask(PATTERN, ValueScore::of));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 50, 1000, 1.0",
        "1, 1, 5000, 1e9, 1.0",
        "1, 1, 5000, 1e999, 0.9",
        "7, 0, 0, 0, 0.0",
        "-7, -1, -50, -1000, 0.0",
        "0, 0.5, 0, 0, 0.15",
        "0, 0, 25, 0, 0.1",
        "0, 0, 0, 500, 0.05",
    })
    void valueScore_limitsEachPartToZeroToOne(
            String success, String confidence, String executions, String saved, double expected) {
        String text = """
                {"metrics":{"successRate":%s,"executionCount":%s,"avgTimeSavedMs":%s},
                 "evolution":{"confidenceScore":%s}}""".formatted(success, executions, saved, confidence);

        assertThat(OneItem.ask(text, ValueScore::of)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void valueScore_isZeroWithoutMetrics() {
        assertThat(OneItem.ask("{}", ValueScore::of)).isZero();
    }

    @Test
    void textOfAnotherScalar_isItsSpelling() {
        String text = "{\"agent\":12.50,\"timestamp\":\"\"}";

        assertThat(OneItem.ask(text, Item::agentField)).isEqualTo("12.50");
        assertThat(OneItem.<String>ask(text, item -> item.text(Field.TIMESTAMP)))
                .isNull();
    }

    @Test
    void element_reportsItsPosition() throws IOException {
        byte[] text = "[ {\"id\":1} ,\n {\"id\":2} ]".getBytes(UTF_8);
        CollectionReader.read(MemoryFile.of(text).text(), ItemKind.SOLUTION, item -> {
            byte[] own = item.copyBytes();
            int at = (int) item.offset();

            assertThat(item.kind()).isEqualTo(ItemKind.SOLUTION);
            assertThat(Arrays.copyOfRange(text, at, at + item.length())).isEqualTo(own);
            assertThat(new String(item.copySeparator(), UTF_8)).isEqualTo(item.ordinal() == 0 ? " " : " ,\n ");
            assertThat(item.id()).isEqualTo(String.valueOf(item.ordinal() + 1));
        });
    }

    @Test
    void element_isWrittenWithOrWithoutItsSeparator() throws IOException {
        String text = "[ {\"id\":1} ,\n {\"id\":2} ]";
        StringBuilder separators = new StringBuilder();
        StringBuilder items = new StringBuilder();
        StringBuilder both = new StringBuilder();
        CollectionReader.read(MemoryFile.of(text).text(), ItemKind.SOLUTION, item -> {
            item.writeSeparatorTo((bytes, from, length) -> separators.append(new String(bytes, from, length, UTF_8)));
            item.writeTo((bytes, from, length) -> items.append(new String(bytes, from, length, UTF_8)));
            item.writeWithSeparatorTo((bytes, from, length) -> both.append(new String(bytes, from, length, UTF_8)));
            assertThat(item.lengthWithSeparator()).isEqualTo(item.length() + item.copySeparator().length);
        });

        assertThat(separators).hasToString("  ,\n ");
        assertThat(items).hasToString("{\"id\":1}{\"id\":2}");
        assertThat(both).hasToString(" {\"id\":1} ,\n {\"id\":2}");
    }

    @Test
    void alone_requiresExactlyOneItem() throws IOException {
        byte[] text = PATTERN.getBytes(UTF_8);
        Item item = Item.alone(text, ItemKind.PATTERN);
        Arrays.fill(text, (byte) 0);

        assertThat(item.id()).isEqualTo("5f0c9a52-7d3e-4b1a-9c64-0e2f8a7b1c01");
        assertThat(item.copyBytes()).isEqualTo(PATTERN.getBytes(UTF_8));
        assertThat(item.fingerprint()).isEqualTo(OneItem.ask(PATTERN, Item::fingerprint));
        for (String other : new String[] {"", "[]", " {}", "{} ", "{}{}", "{", "{\"id\":}"}) {
            assertThatExceptionOfType(DamagedException.class)
                    .as(other)
                    .isThrownBy(() -> Item.alone(other.getBytes(UTF_8), ItemKind.PATTERN));
        }
    }

    @Test
    void field_reportsThePositionOfItsValue() {
        for (Field field : new Field[] {Field.ID, Field.PATTERN_TYPE, Field.METRICS, Field.WHEN_APPLICABLE}) {
            String value = OneItem.ask(PATTERN, item -> {
                byte[] own = item.copyBytes();
                return new String(Arrays.copyOfRange(own, item.startOf(field), item.endOf(field)), UTF_8);
            });
            assertThat(PATTERN).as("%s", field).contains(":" + value);
            assertThat(value)
                    .isEqualTo(
                            switch (field) {
                                case ID -> "\"5f0c9a52-7d3e-4b1a-9c64-0e2f8a7b1c01\"";
                                case PATTERN_TYPE -> "\"retry\"";
                                case WHEN_APPLICABLE -> "[\"io\"]";
                                default ->
                                    "{\"successRate\":0.75,\"executionCount\":12,\"avgTimeSavedMs\":340,\"errorPreventionCount\":3}";
                            });
        }
        assertThat(OneItem.<Integer>ask(PATTERN, item -> item.startOf(Field.OUTCOME)))
                .isEqualTo(-1);
        assertThat(OneItem.<Integer>ask(PATTERN, item -> item.endOf(Field.OUTCOME)))
                .isEqualTo(-1);
    }

    @Test
    void strings_areTheDirectElementsOfTheArray() {
        String text = """
                {"tags":["plain","q\\"uote","\\u00e9 ]","",["inner"],{"k":"v"},7,null,"back\\\\","last"],"id":"x"}""";

        assertThat(OneItem.<List<String>>ask(text, item -> item.strings(Field.TAGS)))
                .containsExactly("plain", "q\"uote", "é ]", "", "back\\", "last");
        assertThat(OneItem.<List<String>>ask(text, item -> item.strings(Field.ID)))
                .isEmpty();
        assertThat(OneItem.<List<String>>ask("{\"tags\":{\"a\":\"b\"}}", item -> item.strings(Field.TAGS)))
                .isEmpty();
        assertThat(OneItem.<List<String>>ask("{}", item -> item.strings(Field.TAGS)))
                .isEmpty();
    }

    @Test
    void typeOfAField_isDetectedByItsFirstByte() {
        String text = "{\"tags\":[],\"metadata\":{},\"id\":\"\",\"version\":1}";

        assertThat(OneItem.holds(text, item -> item.isArray(Field.TAGS))).isTrue();
        assertThat(OneItem.holds(text, item -> item.isArray(Field.METADATA))).isFalse();
        assertThat(OneItem.holds(text, item -> item.isArray(Field.AGENT))).isFalse();
        assertThat(OneItem.holds(text, item -> item.isObject(Field.METADATA))).isTrue();
        assertThat(OneItem.holds(text, item -> item.isObject(Field.TAGS))).isFalse();
        assertThat(OneItem.holds(text, item -> item.isString(Field.ID))).isTrue();
        assertThat(OneItem.holds(text, item -> item.isString(Field.VERSION))).isFalse();
    }

    @Test
    void typeAndUses_dependOnTheKind() throws IOException {
        byte[] text = """
                {"pattern":{"type":"p"},"problem":{"errorType":"s"},"decision":{"type":"d"},
                 "metrics":{"executionCount":3},"verifiedCount":5}""".getBytes(UTF_8);

        assertThat(Item.alone(text, ItemKind.PATTERN).type()).isEqualTo("p");
        assertThat(Item.alone(text, ItemKind.PATTERN).uses()).isEqualTo(3);
        assertThat(Item.alone(text, ItemKind.SOLUTION).type()).isEqualTo("s");
        assertThat(Item.alone(text, ItemKind.SOLUTION).uses()).isEqualTo(5);
        assertThat(Item.alone(text, ItemKind.DECISION).type()).isEqualTo("d");
        assertThat(Item.alone("{}".getBytes(UTF_8), ItemKind.SOLUTION).uses()).isZero();
    }

    @Test
    void kinds_areParsedInSeveralForms() {
        assertThat(ItemKind.named("pattern")).contains(ItemKind.PATTERN);
        assertThat(ItemKind.named("SOLUTIONS")).contains(ItemKind.SOLUTION);
        assertThat(ItemKind.named("Decision")).contains(ItemKind.DECISION);
        assertThat(ItemKind.named("metric")).isEmpty();
        assertThat(ItemKind.PATTERN.word()).isEqualTo("pattern");
        assertThat(ItemKind.PATTERN.plural()).isEqualTo("patterns");
        assertThat(ItemKind.PATTERN.fileName()).isEqualTo("patterns.json");
    }

    private static void assertMean(double expected, String metrics) {
        OptionalDouble mean = OneItem.ask("{\"outcome\":{\"successMetrics\":" + metrics + "}}", Item::meanSuccess);

        assertThat(mean).as(metrics).isPresent();
        assertThat(mean.getAsDouble()).as(metrics).isCloseTo(expected, within(1e-12));
    }
}

package loom.aml.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers out of range, placeholder times that mean "never", and items with all metrics at the root. */
class FiguresOfItemsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999", "-1e999", "-1", "-0.0001", "1.0001", "2", "90", "\"0.5\"", "null", "true", "[0.5]"})
    void share_isEmptyIfOutOfRange(String value) {
        for (String text : new String[] {
            "{'metrics':{'successRate':%s},'evolution':{'confidenceScore':%s}}",
            "{'performance':{'success_rate':%s},'lifecycle':{'confidence':%s}}",
            "{'success_rate':%s,'confidence':%s}",
        }) {
            String item = json(text).replace("%s", value);
            assertThat(OneItem.ask(item, Item::successRate)).as(item).isEmpty();
            assertThat(OneItem.ask(item, Item::confidence)).as(item).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1", "1.0", "0.999999999999"})
    void share_isReadFromZeroToOne(String value) {
        assertThat(OneItem.ask("{\"success_rate\":" + value + "}", Item::successRate))
                .hasValue(Double.parseDouble(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "-1", "\"12\"", "null"})
    void amount_isZeroIfOutOfRange(String value) {
        String text =
                json("{'metrics':{'executionCount':%s,'avgTimeSavedMs':%s}}").replace("%s", value);

        assertThat(OneItem.ask(text, Item::executions)).isZero();
        assertThat(OneItem.ask(text, Item::avgTimeSavedMs)).isZero();
        assertThat(OneItem.ask(text, Item::uses)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.0",
                "-62135596800",
                "\"1970-01-01T00:00:00.000Z\"",
                "\"1970-01-01T01:00:00+01:00\"",
                "\"0001-01-01T00:00:00Z\"",
                "\"0001-01-01T00:00:00\"",
                "\"1601-01-01T00:00:00Z\"",
                "\"1899-12-30\"",
                "\"1980-01-01T00:00:00\"",
                "\"2026-11-01T00:00:00Z\"",
                "null",
                "\"\"",
            })
    void useBeforeCreation_isIgnored(String never) {
        String text =
                json("{'timestamp':'2026-11-20T00:00:00Z','evolution':{'created':'2026-11-10T00:00:00Z','lastUsed':%s}}")
                        .replace("%s", never);

        assertThat(OneItem.ask(text, Item::recordedUse)).isNull();
        assertThat(OneItem.ask(text, Item::lastUsed)).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
    }

    @Test
    void placeholderCreationTime_isSkipped() {
        String text = json(
                "{'timestamp':'2026-11-20T00:00:00Z','evolution':{'created':0,'lastUsed':'2026-11-25T00:00:00Z'}}");

        assertThat(OneItem.ask(text, Item::created)).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(OneItem.ask(text, Item::lastUsed)).isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
    }

    @Test
    void itemWithOnlyPlaceholderTimes_hasNone() {
        String text = json("{'timestamp':0,'evolution':{'created':'0001-01-01T00:00:00Z','lastUsed':-1}}");

        assertThat(OneItem.ask(text, Item::timestamp)).isNull();
        assertThat(OneItem.ask(text, Item::created)).isNull();
        assertThat(OneItem.ask(text, Item::lastUsed)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "success_rate, confidence, use_count, created, last_used",
        "successRate, confidenceScore, useCount, createdAt, lastUsed",
        "success_rate, confidence_score, usage_count, created_at, last_used_at",
        "successRate, confidence, usageCount, created, lastUsedAt",
        "success_rate, confidence, execution_count, created, updated_at",
        "success_rate, confidence, executionCount, date, updated",
    })
    void flatItem_isReadLikeAnyOther(String success, String confidence, String uses, String created, String used) {
        String text = json("{'name':'Retry with jitter','type':'retry','%s':0.9,'%s':0.8,'%s':12,"
                        + "'%s':'2026-10-01T00:00:00Z','%s':'2026-11-20T00:00:00Z'}")
                .formatted(success, confidence, uses, created, used);

        assertThat(OneItem.ask(text, Item::successRate)).hasValue(0.9);
        assertThat(OneItem.ask(text, Item::confidence)).hasValue(0.8);
        assertThat(OneItem.ask(text, Item::executions)).isEqualTo(12);
        assertThat(OneItem.ask(text, Item::created)).isEqualTo(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(OneItem.ask(text, Item::timestamp)).isEqualTo(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(OneItem.ask(text, Item::lastUsed)).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(OneItem.ask(text, Item::type)).isEqualTo("retry");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}

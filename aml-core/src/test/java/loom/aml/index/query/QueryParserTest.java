package loom.aml.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import loom.aml.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries as people write them. */
class QueryParserTest {
    private static final Instant NOW = TestStore.NOW;

    private static Query parse(String text) {
        return QueryParser.parse(text, NOW);
    }

    @Test
    void wordsAndPhrasesAndFields_areToldApart() {
        assertThat(parse("slow  \"connection pool\" tag:caching -agent:debugger -beta")
                        .clauses())
                .containsExactly(
                        new Clause.Word("slow", false),
                        new Clause.Phrase("connection pool", false),
                        new Clause.Named(Name.TAG, Set.of("caching"), false),
                        new Clause.Named(Name.AGENT, Set.of("debugger"), true),
                        new Clause.Word("beta", true));
        assertThat(parse("  ")).isEqualTo(Query.ALL);
    }

    @Test
    void values_mayHaveBlanks_andFieldsMayBeInThePlural() {
        assertThat(parse("tags:\"slow query\" Kind:Patterns").clauses())
                .containsExactly(
                        new Clause.Named(Name.TAG, Set.of("slow query"), false),
                        new Clause.Named(Name.KIND, Set.of("pattern"), false));
    }

    @Test
    void bounds_includeWhatTheySay() {
        assertThat(parse("confidence:>0.5 success:>=0.5 executions:<10 weight:0.1..0.9")
                        .clauses())
                .containsExactly(
                        new Clause.Range(Figure.CONFIDENCE, Math.nextUp(0.5), Double.POSITIVE_INFINITY, false),
                        new Clause.Range(Figure.SUCCESS, 0.5, Double.POSITIVE_INFINITY, false),
                        new Clause.Range(Figure.EXECUTIONS, Double.NEGATIVE_INFINITY, Math.nextDown(10.0), false),
                        new Clause.Range(Figure.WEIGHT, 0.1, 0.9, false));
    }

    @Test
    void ages_countFromNow() {
        assertThat(parse("age:<=30d").clauses())
                .singleElement()
                .satisfies(
                        clause -> assertThat(((Clause.Used) clause).from()).isEqualTo(NOW.minus(Duration.ofDays(30))));
        assertThat(parse("age:>=2w").clauses())
                .singleElement()
                .satisfies(clause -> assertThat(((Clause.Used) clause).to()).isEqualTo(NOW.minus(Duration.ofDays(14))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"std::vec", "localhost:8080", "C:\\temp", "http://example.org/a", "a:b", "error:timeout"})
    void whatIsNoField_isPartOfAWord(String word) {
        assertThat(parse(word).clauses()).containsExactly(new Clause.Word(word, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a \"b c|2|no closing quote",
                "a \"b\"c|5|a blank must follow",
                "a - b|2|a dash",
                "a --|2|a dash",
                "tga:x|0|'tga' is no field",
                "a confidnce:>1|2|'confidnce' is no field",
                "tag:|4|must be followed by a value",
                "kind:song|5|pattern, solution or decision",
                "active:maybe|7|true or false",
                "confidence:0.5|11|within which bounds",
                "confidence:>x|12|no number",
                "age:<30|5|no age",
                "success:0.1..b|13|no number",
                "a ...|2|no letter or digit",
                "\"\"|0|no letter or digit",
                "ab\"cd|2|a quote begins a phrase"
            })
    void mistakes_areShownWhereTheyAre(String query, int position, String what) {
        assertThatThrownBy(() -> parse(query)).isInstanceOfSatisfying(QuerySyntaxException.class, e -> {
            assertThat(e.position()).isEqualTo(position);
            assertThat(e.what()).contains(what);
            assertThat(e)
                    .hasMessageContaining(what + "")
                    .message()
                    .endsWith(query + "\n  " + " ".repeat(position) + "^");
        });
    }

    @Test
    void anyTextAtAll_isUnderstoodOrRefusedInWords() {
        Random random = new Random(3);
        String letters = "ab:\"-<>=. .09d…你😀\t\\tagcofidence";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(20); c >= 0; c--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                parse(text.toString());
            } catch (QuerySyntaxException e) {
                assertThat(e.position()).as(text.toString()).isBetween(0, text.length());
            }
        }
    }
}

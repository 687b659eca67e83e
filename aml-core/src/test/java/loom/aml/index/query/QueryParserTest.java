package loom.aml.index.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries as users write them. */
class QueryParserTest {
    private static final Instant NOW = TestStore.NOW;

    private static Query parse(String text) {
        return QueryParser.parse(text, NOW);
    }

    @Test
    void wordsPhrasesAndFields_areDistinguished() {
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
    void values_canContainBlanks_andFieldsCanBePlural() {
        assertThat(parse("tags:\"slow query\" Kind:Patterns").clauses())
                .containsExactly(
                        new Clause.Named(Name.TAG, Set.of("slow query"), false),
                        new Clause.Named(Name.KIND, Set.of("pattern"), false));
    }

    @Test
    void bounds_includeTheStatedValues() {
        assertThat(parse("confidence:>0.5 success:>=0.5 executions:<10 weight:0.1..0.9")
                        .clauses())
                .containsExactly(
                        new Clause.Range(NumericField.CONFIDENCE, Math.nextUp(0.5), Double.POSITIVE_INFINITY, false),
                        new Clause.Range(NumericField.SUCCESS, 0.5, Double.POSITIVE_INFINITY, false),
                        new Clause.Range(NumericField.EXECUTIONS, Double.NEGATIVE_INFINITY, Math.nextDown(10.0), false),
                        new Clause.Range(NumericField.WEIGHT, 0.1, 0.9, false));
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
    void unknownField_isPartOfAWord(String word) {
        assertThat(parse(word).clauses()).containsExactly(new Clause.Word(word, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a \"b c|a,b,c|not closed",
                "a \"b\"c|a,b\"c|",
                "a - b|a,b|",
                "a --|a|",
                "--force|--force|",
                "-> a|a|",
                "->a|->a|",
                "tga:x|tga:x|'tga' is not a field and was searched as a word; did you mean tag?",
                "a confidnce:>1|a,confidnce:>1|did you mean confidence?",
                "tag:|tag:|",
                "tag: latest|tag:,latest|",
                "kind:song|kind:song|pattern, solution or decision",
                "active:maybe|active:maybe|true or false",
                "confidence:0.5|confidence:0.5|give bounds",
                "confidence:>x|confidence:>x|not a number",
                "age:<30|age:<30|not an age",
                "success:0.1..b|success:0.1..b|not a number",
                "a ...|a|",
                "\"\" a|a|",
                "ab\"cd|ab\"cd|"
            })
    void invalidSyntax_isSearchedAsWords_withANote(String text, String words, String note) {
        Query query = parse(text);
        assertThat(query.clauses())
                .containsExactlyElementsOf(Stream.of(words.split(","))
                        .map(word -> (Clause) new Clause.Word(word, false))
                        .toList());
        if (note == null) {
            assertThat(query.notes()).isEmpty();
        } else {
            assertThat(query.notes()).singleElement().asString().contains(note);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=>", "🚀", "- | -", "\"", "\"=>\"", "…"})
    void symbolsAlone_areSearchedAsSymbols(String signs) {
        assertThat(parse(signs).clauses())
                .singleElement()
                .isInstanceOfSatisfying(
                        Clause.Symbols.class,
                        clause -> assertThat(clause.text()).isNotEmpty());
    }

    @Test
    void phraseBeforePunctuation_isAPhrase() {
        assertThat(parse("\"hot path\", now").clauses())
                .containsExactly(new Clause.Phrase("hot path", false), new Clause.Word("now", false));
    }

    @Test
    void invalidFieldValueInAnOption_isRejected() {
        assertThat(QueryParser.parseField("active", "yes", NOW))
                .isEqualTo(new Clause.Named(Name.ACTIVE, Set.of("true"), false));
        assertThatThrownBy(() -> QueryParser.parseField("age", "<soon", NOW))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageContaining("not an age");
    }

    @Test
    void equalWords_countOnce_regardlessOfCase() {
        assertThat(parse("timeout ".repeat(3_000) + "Timeout TIMEOUT").clauses())
                .containsExactly(new Clause.Word("timeout", false));
        assertThat(parse("\"a b\" \"A b\" tag:x tag:x -a").clauses()).hasSize(3);
    }

    static Stream<String> longTexts() {
        return Stream.of(
                numbered("word", 1_500),
                numbered("tag:t", 5_000),
                numbered("-w", 2_000),
                "\"" + numbered("w", 30_000) + "\"",
                "x/".repeat(20_000) + "x",
                "a".repeat(200_000),
                numbered("word", 100_000));
    }

    private static String numbered(String word, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(word).append(i);
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void longTexts_areTruncated_withANote(String text) {
        Query query = parse(text);

        assertThat(query.clauses()).hasSizeBetween(1, QueryBuilder.MOST_CLAUSES);
        assertThat(query.notes()).anySatisfy(note -> assertThat(note).contains("the query is long"));
    }

    @Test
    void anyText_isAQuery() {
        Random random = new Random(3);
        String letters = "ab:\"-<>=. .09d…你😀\t\\tagcofidence\u0000\u200d\ud800";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(20); c >= 0; c--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(parse(text.toString())).as(text.toString()).isEqualTo(parse(text.toString()));
        }
    }
}

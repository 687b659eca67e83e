package loom.aml.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    /** What a rule makes of a hundred items, as JSON writes it, without the quotes. */
    private static Set<String> said(Phrase phrase) throws IOException {
        Set<String> said = new HashSet<>();
        for (int item = 0; item < 100; item++) {
            Prose prose = new Prose();
            prose.begin(Planting.draw(0, Label.FRESH, new Draws(item)));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            IndentedJson json = new IndentedJson(out);
            phrase.write(json, prose);
            json.flush();
            said.add(out.toString(UTF_8));
        }
        return said;
    }

    @Test
    void phrases_areMadeOfTheRulesAboveThem() throws IOException {
        Grammar grammar = new Grammar()
                .words("verb", "run\n  stop")
                .phrases("way", "fast\nin {2-3} steps")
                .phrases("order", "{Verb} or {verb} {way}!");

        assertThat(said(grammar.rule("order")))
                .hasSize(2 * 2 * 3)
                .contains("Run or stop in 2 steps!", "Stop or run in 3 steps!", "Run or run fast!");
    }

    @Test
    void braces_aroundAnythingElseAreBraces() throws IOException {
        Grammar grammar = new Grammar().words("x", "y").phrases("code", "if (a) { {x}(); } else {} }{");

        assertThat(said(grammar.rule("code"))).containsExactly("if (a) { y(); } else {} }{");
    }

    @Test
    void text_isEscapedAsJsonDemandsAndNoFurther() throws IOException {
        Grammar grammar = new Grammar().phrases("text", "a \"b\" C:\\d⏎e	f ␛g é 🚀");

        assertThat(said(grammar.rule("text"))).containsExactly("a \\\"b\\\" C:\\\\d\\ne\\tf \\u001bg é 🚀");
    }

    @Test
    void asciiText_isEscapedWhereItIsNone() throws IOException {
        Grammar grammar = new Grammar().asciiPhrases("text", "é 🚀 a");

        assertThat(said(grammar.rule("text"))).containsExactly("\\u00e9 \\ud83d\\ude80 a");
        assertThat(JsonObject.parse("{\"a\": \""
                                + said(grammar.rule("text")).iterator().next() + "\"}")
                        .string("a"))
                .contains("é 🚀 a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a {verb}", "a {1-b}", "a {1}"})
    void phrases_thatReferToNothingAreRefused(String phrase) {
        assertThatThrownBy(() -> new Grammar().phrases("text", phrase)).isInstanceOf(IllegalArgumentException.class);
    }
}

package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    private final Grammar grammar = new Grammar().names("service", "checkout, audit-log, price feed");

    /** Returns the texts that a template gives for a hundred items. */
    private Set<String> texts(String template) {
        Phrase phrase = grammar.phrase(template);
        Set<String> texts = new HashSet<>();
        for (int item = 0; item < 100; item++) {
            Prose prose = new Prose();
            prose.begin(Planting.draw(0, Label.FRESH, new Draws(item)));
            texts.add(phrase.of(prose));
        }
        return texts;
    }

    @Test
    void alternativesAndNumbers_areDrawnAtEachUse() {
        assertThat(texts("{fast|slow} or {fast|slow} in {2-3} steps"))
                .hasSize(2 * 2 * 2)
                .contains("fast or slow in 2 steps", "slow or slow in 3 steps");
    }

    @Test
    void alternatives_mayHaveSeveralWords() {
        assertThat(texts("on {GitHub Actions|Jenkins}")).containsExactlyInAnyOrder("on GitHub Actions", "on Jenkins");
    }

    @Test
    void names_areTheSameWithinAnItem() {
        assertThat(texts("{service} calls {service}"))
                .containsExactlyInAnyOrder(
                        "checkout calls checkout", "audit-log calls audit-log", "price feed calls price feed");
    }

    @Test
    void secondName_isAnotherOne() {
        assertThat(texts("{service} {service2}"))
                .hasSize(3 * 2)
                .noneMatch(text -> text.equals("checkout checkout"))
                .contains("checkout audit-log", "price feed checkout");
    }

    @ParameterizedTest
    @CsvSource({"Pascal, PriceFeed", "camel, priceFeed", "snake, price_feed"})
    void names_areWrittenAsIdentifiers(String form, String expected) {
        assertThat(texts("{service:" + form + "}")).hasSize(3).contains(expected);
    }

    @Test
    void braces_aroundAnythingElseAreBraces() {
        grammar.names("x", "y");

        assertThat(texts("if (a) { {x}(); } else {} }{ ${{x}}")).containsExactly("if (a) { y(); } else {} }{ ${y}");
    }

    @Test
    void signs_areWrittenForControlCharacters() {
        assertThat(texts("a⏎b⇥c␛")).containsExactly("a\nb\tc\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a {verb}", "a {1-b}", "a {1}", "a {service:Title}"})
    void templates_thatReferToNothingAreRejected(String template) {
        assertThatThrownBy(() -> grammar.phrase(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stories_thatAreNotLinesOfKeysAreRejected() {
        assertThatThrownBy(() -> Story.read(grammar, "type: a\nno key")).isInstanceOf(IllegalArgumentException.class);
    }
}

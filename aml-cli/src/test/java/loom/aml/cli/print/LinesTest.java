package loom.aml.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void lines_areBrokenAtBlanks_toFitEightyColumns() {
        String text = "word ".repeat(40).strip();
        assertThat(Lines.of(text, 20, 80))
                .allSatisfy(line -> assertThat(20 + Width.of(line)).isLessThanOrEqualTo(80))
                .hasSize(4);
        assertThat(String.join(" ", Lines.of(text, 20, 80))).isEqualTo(text);
    }

    @Test
    void aLineThatFitsToTheLastColumn_isNotBroken() {
        assertThat(Lines.of("a".repeat(40) + " " + "b".repeat(39), 0, 80)).hasSize(1);
        assertThat(Lines.of("a".repeat(40) + " " + "b".repeat(40), 0, 80)).hasSize(2);
    }

    @Test
    void aWordThatIsTooLong_getsItsOwnLine() {
        String word = "x".repeat(100);
        assertThat(Lines.of("a " + word + " b", 10, 80)).containsExactly("a", word, "b");
    }

    @Test
    void wideCharactersCountTwice() {
        assertThat(Lines.of("漢".repeat(20) + " " + "漢".repeat(20), 0, 80)).hasSize(2);
    }
}

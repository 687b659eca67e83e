package loom.aml.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void columns_areAlignedInAnyScript() {
        String text = new Table("agent", ">items")
                .row("debugger", "12")
                .row("日本", "3")
                .row("😀x", "1,234")
                .toString(new Style(false));
        assertThat(text).isEqualTo("""
                          agent     items
                          debugger     12
                          日本          3
                          😀x       1,234
                        """);
    }

    @Test
    void cells_areEscaped() {
        assertThat(new Table("~a", ">b", "&c", "_d")
                        .row("\u001b[2J", "\u009b1m", "x\ny", "\u202e")
                        .toString(new Style(true, 20)))
                .contains("\\x1b", "\\u009b", "x\\x0ay", "\\u202e")
                .doesNotContain("\u001b[2J", "\u009b", "\u202e");
    }

    @Test
    void wideTable_isTruncatedInColumnsThatAllowIt() {
        Table table = new Table("id", "~what", ">items").row("1", "a long tale of 日本", "12");
        assertThat(table.toString(new Style(false, 26))).isEqualTo("""
                  id  what           items
                  1   a long tale…      12
                """.indent(0));
        assertThat(table.toString(new Style(false))).contains("a long tale of 日本  ");
    }

    @Test
    void wideTable_isWrappedInColumnsThatAllowIt_widestFirst() {
        Table table =
                new Table("id", "&what", "&from", ">items").row("1", "one two three four five", "here there", "12");
        assertThat(table.toString(new Style(false, 40))).isEqualTo("""
                  id  what             from        items
                  1   one two three    here there     12
                      four five
                """.indent(0));
        assertThat(table.toString(new Style(false))).contains("  1   one two three four five  here there     12");
    }

    @Test
    void wideTable_printsColumnsThatAllowItBelowTheirRow() {
        Table table = new Table("run", "_items", ">freed")
                .row("add", "1 added: Which queue do we use?", "12 B")
                .row("backup", "", "0 B");
        assertThat(table.toString(new Style(false, 26))).isEqualTo("""
                  run     freed
                  add      12 B
                      1 added: Which queue
                      do we use?
                  backup    0 B
                """.indent(0));
        assertThat(table.toString(new Style(false)))
                .contains("  add     1 added: Which queue do we use?   12 B")
                .contains("items");
    }

    @Test
    void tableThatCannotShrink_isWiderThanTheTerminal() {
        assertThat(new Table("id", "&what").row("1".repeat(30), "two words").toString(new Style(false, 20)))
                .contains("1".repeat(30) + "  two");
    }

    @Test
    void combiningMarks_takeNoColumn() {
        assertThat(Width.of("e\u0301")).isEqualTo(1);
        assertThat(Width.of("a\u200db")).isEqualTo(2);
    }

    /** As reported by a terminal that was asked for its cursor position after each. */
    @ParameterizedTest
    @CsvSource({
        "日本語-агент-🚀, 15",
        "한국어, 6",
        "naïve-café-कमल, 14",
        "✅, 2",
        "⭐, 2",
        "⚡, 2",
        "🟢, 2",
        "🫠, 2",
        "♿, 2",
        "🀄, 2",
        "🈚, 2",
        "🇩🇪, 2",
        "👩‍👩‍👧, 2",
        "🧑‍💻, 2",
        "☎, 1",
        "©, 1",
        "①, 1",
        "１, 2",
        "ﾊ, 1",
        "각, 2"
    })
    void width_isThatOfATerminal(String text, int columns) {
        assertThat(Width.of(text)).isEqualTo(columns);
    }
}

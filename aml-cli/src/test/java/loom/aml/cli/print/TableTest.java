package loom.aml.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_standUnderEachOtherWhateverTheScript() {
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
    void combiningMarks_takeNoColumn() {
        assertThat(Width.of("e\u0301")).isEqualTo(1);
        assertThat(Width.of("a\u200db")).isEqualTo(2);
    }
}

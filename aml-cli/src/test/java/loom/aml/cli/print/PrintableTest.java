package loom.aml.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import loom.aml.io.Printable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "r\udce9viseur, r\\xe9viseur",
        "a\u001b[31m, a\\x1b[31m",
        "c1\u009b, c1\\u009b",
        "\u202egnp, \\u202egnp",
        "a\u2028b, a\\u2028b",
        "a\u200fb, a\\u200fb",
        "half\ud83d, half\\ud83d",
        "del\u007f, del\\x7f"
    })
    void terminalControls_areEscaped(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\t", "a\nb"})
    void aText_isOneLine(String text) {
        assertThat(Printable.of(text)).doesNotContain("\n", "\r", "\t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "größe", "日本", "\ud83d\ude80", "cafe\u0301", "\ufffd"})
    void text_isNotChanged(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }
}

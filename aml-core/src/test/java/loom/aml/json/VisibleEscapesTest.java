package loom.aml.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleEscapesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u007f", "\u0080", "\u009b", "\u009f", "\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a",
                "\u202e", "\u2066", "\u2069", "\udc80", "\udcff", "\u0000", "\u001b"
            })
    void terminalControlCharacters_areEscaped(String hidden) throws Exception {
        JsonObject object = JsonObject.builder().put("key", "x" + hidden + "y").build();

        for (String text : new String[] {object.toString(), object.toPrettyString()}) {
            assertThat(text).doesNotContain(hidden).contains(String.format("x\\u%04Xy", (int) hidden.charAt(0)));
            assertThat(JsonObject.parse(text).string("key")).contains("x" + hidden + "y");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u007f", "\u009b", "\u202e"})
    void keys_areEscapedToo(String hidden) throws Exception {
        String text = JsonObject.builder().put("a" + hidden, 1).build().toString();

        assertThat(text).doesNotContain(hidden);
        assertThat(JsonObject.parse(text).number("a" + hidden)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe", "日本", "\ud83d\ude80", "cafe\u0301", "\u00a0", "\ufffd", "/"})
    void ordinaryText_isNotEscaped(String text) {
        assertThat(JsonObject.builder().put("a", text).build()).hasToString("{\"a\":\"" + text + "\"}");
    }
}

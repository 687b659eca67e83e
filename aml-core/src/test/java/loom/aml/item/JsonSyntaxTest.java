package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import loom.aml.io.DamagedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1,\"id\":[{}]}"})
    void object_isRecognized(String text) throws DamagedException {
        assertThat(JsonSyntax.isObject(text.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"{}\"", "-1.5e3", "true", "null"})
    void otherValue_isNotAnObject(String text) throws DamagedException {
        assertThat(JsonSyntax.isObject(text.getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}{}", "{} ", "{'a':1}", "{\"a\":01}", "[1,]", "nul", "{\"a\":\"\n\"}"})
    void anythingElse_isDamaged(String text) {
        assertThatThrownBy(() -> JsonSyntax.isObject(text.getBytes(UTF_8))).isInstanceOf(DamagedException.class);
    }

    @Test
    void invalidUtf8_isDamaged() {
        assertThatThrownBy(() -> JsonSyntax.isObject("{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("invalid UTF-8 at byte 2");
    }
}

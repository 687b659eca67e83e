package loom.aml.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Instant;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private static Item item(String json) throws IOException {
        return Item.alone(json.getBytes(UTF_8), ItemKind.PATTERN);
    }

    @Test
    void pins_areKnownByTheirIds_howeverAnItemSpellsIts() throws IOException {
        Pins pins = Pins.NONE.with("é", NOW).with("b", NOW);

        assertThat(pins.ids()).containsExactly("é", "b");
        assertThat(pins.isPinned("é")).isTrue();
        assertThat(pins.isPinned("e")).isFalse();
        assertThat(pins.isPinned(item("{\"id\":\"é\"}"))).isTrue();
        assertThat(pins.isPinned(item("{\"id\":\"\\u00e9\"}"))).isTrue();
        assertThat(pins.isPinned(item("{\"id\":\"x\"}"))).isFalse();
        assertThat(pins.isPinned(item("{}"))).isFalse();
        assertThat(Pins.NONE.isPinned(item("{\"id\":\"b\"}"))).isFalse();
    }

    @Test
    void pins_areReadBackAsTheyWereWritten() throws JsonSyntaxException {
        Pins pins = Pins.NONE.with("a", NOW).with("b", NOW);

        assertThat(Pins.parse(pins.toJson()).toJson()).hasToString(pins.toJson().toString());
        assertThat(pins.toJson().toString())
                .isEqualTo("{\"version\":1,\"pins\":[{\"id\":\"a\",\"pinned_at\":\"2026-11-23T08:00:00Z\"},"
                        + "{\"id\":\"b\",\"pinned_at\":\"2026-11-23T08:00:00Z\"}]}");
        assertThat(pins.without("a").ids()).containsExactly("b");
        assertThat(pins.without("c").ids()).containsExactly("a", "b");
        assertThat(pins.with("a", NOW).ids()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"version\":2,\"pins\":[]}",
                "{\"pins\":[]}",
                "{\"version\":1}",
                "{\"version\":1,\"pins\":{}}",
                "{\"version\":1,\"pins\":[\"a\"]}",
                "{\"version\":1,\"pins\":[{\"pinned_at\":\"x\"}]}",
            })
    void invalidListOfPins_isRejected(String text) {
        assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> Pins.parse(JsonObject.parse(text)));
    }
}

package loom.aml.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class JsonWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void document_isWrittenIncrementally() {
        try (JsonWriter writer = new JsonWriter(out, false)) {
            writer.beginObject()
                    .fields(JsonObject.builder().put("a", 1).put("b", "x").build())
                    .beginList("list")
                    .value(JsonObject.builder().put("n", 1).build())
                    .value("é✓💾")
                    .endList()
                    .beginList("none")
                    .endList()
                    .endObject();
        }

        assertThat(out.toString(UTF_8)).isEqualTo("{\"a\":1,\"b\":\"x\",\"list\":[{\"n\":1},\"é✓💾\"],\"none\":[]}");
    }

    @Test
    void prettyDocument_hasOneLinePerValue() {
        try (JsonWriter writer = new JsonWriter(out, true)) {
            writer.beginObject().beginList("list").value(1L).value(2L).endList().endObject();
        }

        assertThat(out.toString(UTF_8)).isEqualTo("""
                {
                  "list": [
                    1,
                    2
                  ]
                }""");
    }

    @Test
    void value_acceptsEveryJsonType() {
        try (JsonWriter writer = new JsonWriter(out, false)) {
            writer.value(Arrays.asList(
                    null,
                    "x",
                    1L,
                    2,
                    0.5,
                    true,
                    List.of(List.of()),
                    JsonObject.builder().build()));
        }

        assertThat(out.toString(UTF_8)).isEqualTo("[null,\"x\",1,2,0.5,true,[[]],{}]");
    }

    @Test
    void value_rejectsOtherTypes() {
        try (JsonWriter writer = new JsonWriter(out, false)) {
            assertThatThrownBy(() -> writer.value(Instant.EPOCH))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Instant");
        }
    }

    @Test
    void close_leavesTheStreamOpen() {
        boolean[] closed = {false};
        OutputStream stream = new OutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (JsonWriter writer = new JsonWriter(stream, false)) {
            writer.value("x");
        }

        assertThat(out.toString(UTF_8)).isEqualTo("\"x\"");
        assertThat(closed[0]).isFalse();
    }

    @Test
    void close_doesNotCompleteATruncatedDocument() {
        assertThatThrownBy(() -> {
                    try (JsonWriter writer = new JsonWriter(out, false)) {
                        writer.beginObject().beginList("list").value("x");
                        throw new IllegalStateException("the store vanished");
                    }
                })
                .hasMessage("the store vanished");

        assertThat(out.toString(UTF_8)).isEqualTo("{\"list\":[\"x\"");
    }

    @Test
    void writeFailures_areThrown() {
        IOException failure = new IOException("broken pipe");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw failure;
            }
        };

        assertThatThrownBy(() -> {
                    try (JsonWriter writer = new JsonWriter(broken, false)) {
                        writer.value("x");
                    }
                })
                .isInstanceOf(JacksonException.class)
                .hasCause(failure);
    }
}

package loom.aml.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageParserTest {
    private static Message parse(String text) throws InvalidMessageException {
        return MessageParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Response refusal(byte[] text) {
        return catchThrowableOfType(InvalidMessageException.class, () -> MessageParser.parse(text))
                .response();
    }

    @Test
    void parse_distinguishesRequestsNotificationsAndResponses() throws Exception {
        JsonObject none = JsonObject.builder().build();
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}"))
                .isEqualTo(new Request(new RequestId(7L), "ping", none));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"ping\",\"params\":{}}"))
                .isEqualTo(new Request(new RequestId("7"), "ping", none));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"method\":\"note\"}")).isEqualTo(new Notification("note", none));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"))
                .isEqualTo(Response.success(new RequestId(1L), none));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"no\"}}"))
                .isEqualTo(Response.failure(null, new RpcError(-32700, "no")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"1.0\",\"id\":3,\"method\":\"ping\"} | -32600 | 3",
                "{\"id\":3,\"method\":\"ping\"} | -32600 | 3",
                "{\"jsonrpc\":\"2.0\",\"id\":3} | -32600 | 3",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":5} | -32600 | 3",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\",\"params\":[1]} | -32602 | 3",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{},\"error\":{}} | -32600 | 3",
                "{\"jsonrpc\":\"2.0\",\"id\":3.5,\"method\":\"ping\"} | -32600 |",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600 |",
                "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"} | -32600 |",
                "[{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}] | -32600 |",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"id\":4,\"method\":\"ping\"} | -32700 |",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}{} | -32700 |",
                "{\"jsonrpc\": | -32700 |",
                "hello | -32700 |",
            })
    void parse_refusesAnInvalidMessage_andKeepsItsIdWherePossible(String text, int code, Long id) {
        Response refusal = refusal(text.getBytes(StandardCharsets.UTF_8));
        assertThat(refusal.error().code()).isEqualTo(code);
        assertThat(refusal.id()).isEqualTo(id == null ? null : new RequestId(id));
    }

    @Test
    void parse_refusesTextThatIsNotUtf8() {
        byte[] text = "{\"jsonrpc\":\"2.0\",\"method\":\"x?\"}".getBytes(StandardCharsets.UTF_8);
        text[text.length - 3] = (byte) 0xff;
        assertThat(refusal(text).error().code()).isEqualTo(RpcError.PARSE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void parse_refusesNestingWithoutEnd(String opening) throws Exception {
        String closing = opening.equals("[") ? "]" : "}";
        // The message and its parameters are two levels themselves.
        int levels = JsonObject.MAX_DEPTH - 2;
        String deep = "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"v\":%s}}";
        assertThat(parse(deep.formatted(opening.repeat(levels) + "1" + closing.repeat(levels))))
                .isNotNull();
        String tooDeep = deep.formatted(opening.repeat(levels + 1) + "1" + closing.repeat(levels + 1));
        assertThat(refusal(tooDeep.getBytes(StandardCharsets.UTF_8)).error().code())
                .isEqualTo(RpcError.PARSE_ERROR);
        byte[] veryDeep = ("{\"a\":" + opening.repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(veryDeep).error().code()).isEqualTo(RpcError.PARSE_ERROR);
    }

    @Test
    void toJson_isOneLineThatParsesToTheSameMessage() throws Exception {
        JsonObject params = JsonObject.builder()
                .put("text", "two\nlines\u2028and \u202Emore")
                .build();
        Request request = new Request(new RequestId("a\"b"), "tools/call", params);
        String json = request.toJson().toString();
        assertThat(json).doesNotContain("\n", "\u2028", "\u202E");
        assertThat(parse(json)).isEqualTo(request);
    }
}

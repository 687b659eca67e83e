package loom.aml.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonServersTest {
    private static final ServerCommand COMMAND = new ServerCommand(List.of("/opt/aml", "mcp"));

    private static ServerList servers(ClientKind kind, String text) throws ConfigSyntaxException {
        return ServerList.of(kind, ConfigText.decode(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Enters the server, checks that its removal restores the text, and returns the text with it. */
    private static String entered(ClientKind kind, String text) throws ConfigSyntaxException {
        ConfigText source = ConfigText.decode(text.getBytes(StandardCharsets.UTF_8));
        Insertion insertion = ServerList.of(kind, source).with(COMMAND);
        ServerList after = ServerList.of(kind, source.with(insertion.text()));
        assertThat(after.entry().orElseThrow().words()).isEqualTo(COMMAND.words());
        String left = after.without(insertion.extent(), insertion.tail());
        assertThat(source.with(left).bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        return insertion.text();
    }

    private static String entered(String text) throws ConfigSyntaxException {
        return entered(ClientKind.CURSOR, text);
    }

    /** Returns the text without its entry, if nothing is recorded about it. */
    private static String removed(String text) throws ConfigSyntaxException {
        return servers(ClientKind.CURSOR, text).without(Extent.ENTRY, null);
    }

    @Test
    void missingFile_getsADocument() throws ConfigSyntaxException {
        assertThat(entered("")).isEqualTo("""
                {
                  "mcpServers": {
                    "aml": {
                      "type": "stdio",
                      "command": "/opt/aml",
                      "args": [
                        "mcp"
                      ]
                    }
                  }
                }
                """);
    }

    @Test
    void eachClient_hasItsOwnForm() throws ConfigSyntaxException {
        assertThat(entered(ClientKind.VSCODE, "{\"a\":1}"))
                .isEqualTo(
                        "{\"a\":1,\"servers\":{\"aml\":{\"type\":\"stdio\",\"command\":\"/opt/aml\",\"args\":[\"mcp\"]}}}");
        assertThat(entered(ClientKind.CLAUDE_CODE, "{\"a\":1}"))
                .isEqualTo(
                        "{\"a\":1,\"mcpServers\":{\"aml\":{\"type\":\"stdio\",\"command\":\"/opt/aml\",\"args\":[\"mcp\"]}}}");
        assertThat(entered(ClientKind.GEMINI, "{\"a\":1}"))
                .isEqualTo("{\"a\":1,\"mcpServers\":{\"aml\":{\"command\":\"/opt/aml\",\"args\":[\"mcp\"]}}}");
        assertThat(entered(ClientKind.OPENCODE, "{\"a\":1}"))
                .isEqualTo(
                        "{\"a\":1,\"mcp\":{\"aml\":{\"type\":\"local\",\"command\":[\"/opt/aml\",\"mcp\"],\"enabled\":true}}}");
    }

    @Test
    void openCode2_getsTheEntryInItsNestedList() throws ConfigSyntaxException {
        assertThat(entered(ClientKind.OPENCODE, "{\"mcp\":{\"servers\":{},\"timeout\":{}}}"))
                .isEqualTo(
                        "{\"mcp\":{\"servers\":{\"aml\":{\"type\":\"local\",\"command\":[\"/opt/aml\",\"mcp\"]}},\"timeout\":{}}}");
        // A server that is called "servers".
        assertThat(entered(ClientKind.OPENCODE, "{\"mcp\":{\"servers\":{\"type\":\"local\",\"command\":[\"x\"]}}}"))
                .contains("]},\"aml\":{\"type\":\"local\"");
        // The flat entry counts if both are there.
        assertThat(servers(ClientKind.OPENCODE, "{\"mcp\":{\"servers\":{},\"aml\":{\"command\":[\"/flat\",\"mcp\"]}}}")
                        .entry()
                        .orElseThrow()
                        .words())
                .containsExactly("/flat", "mcp");
    }

    @Test
    void entry_isAppendedAndIndentedLikeTheOthers() throws ConfigSyntaxException {
        assertThat(
                        entered(
                                "{\n\t\"mcpServers\": {\n\t\t\"other\": {\n\t\t\t\"command\": \"x\"\n\t\t}\n\t},\n\t\"z\": 1\n}"))
                .isEqualTo("{\n\t\"mcpServers\": {\n\t\t\"other\": {\n\t\t\t\"command\": \"x\"\n\t\t},\n"
                        + "\t\t\"aml\": {\n\t\t\t\"type\": \"stdio\",\n\t\t\t\"command\": \"/opt/aml\",\n"
                        + "\t\t\t\"args\": [\n\t\t\t\t\"mcp\"\n\t\t\t]\n\t\t}\n\t},\n\t\"z\": 1\n}");
        assertThat(entered("{\r\n    \"theme\": \"dark\"\r\n}\r\n"))
                .isEqualTo("{\r\n    \"theme\": \"dark\",\r\n    \"mcpServers\": {\r\n        \"aml\": {\r\n"
                        + "            \"type\": \"stdio\",\r\n            \"command\": \"/opt/aml\",\r\n"
                        + "            \"args\": [\r\n                \"mcp\"\r\n            ]\r\n        }\r\n"
                        + "    }\r\n}\r\n");
        assertThat(entered("{ \"mcpServers\": { \"x\": {} } }"))
                .isEqualTo("{ \"mcpServers\": { \"x\": {},"
                        + " \"aml\": {\"type\":\"stdio\",\"command\":\"/opt/aml\",\"args\":[\"mcp\"]} } }");
    }

    @Test
    void trailingComma_isKeptAndContinued() throws ConfigSyntaxException {
        assertThat(entered("{\n  \"mcpServers\": {\n    \"x\": {}, // mine\n  },\n}\n"))
                .isEqualTo("{\n  \"mcpServers\": {\n    \"x\": {}, // mine\n    \"aml\": {\n"
                        + "      \"type\": \"stdio\",\n      \"command\": \"/opt/aml\",\n"
                        + "      \"args\": [\n        \"mcp\"\n      ]\n    },\n  },\n}\n");
    }

    @Test
    void comments_stayWithWhatTheyDescribe() throws ConfigSyntaxException {
        assertThat(entered("{\n  \"mcpServers\": {\n    \"x\": {} // mine\n    // \"y\": {}\n  }\n}"))
                .startsWith("{\n  \"mcpServers\": {\n    \"x\": {}, // mine\n    // \"y\": {}\n    \"aml\": {\n")
                .endsWith("\n    }\n  }\n}");
        assertThat(entered("// mine alone")).startsWith("// mine alone\n{\n").endsWith("}");
        assertThat(entered("{\"mcpServers\": { // none yet\n}}")).startsWith("{\"mcpServers\": { // none yet\n");
        assertThat(entered("{\"mcpServers\":{/* \"aml\": {} */}}"))
                .startsWith("{\"mcpServers\":{/* \"aml\": {} */ \"aml\":{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\n}",
                "{}\n",
                " \n{ }\n ",
                "\n",
                " ",
                "\r\n",
                "// a",
                "// a\n",
                "/* a */",
                "/* a */ {} // b",
                "{// a\n}",
                "{ // a\n }",
                "{\"mcpServers\":{}}",
                "{\"mcpServers\":{ }}",
                "{\n  \"mcpServers\": {}\n}",
                "{\n  \"mcpServers\": {\n  }\n}",
                "{\n  \"mcpServers\": { }\n}",
                "{\n  \"mcpServers\": {\n\n    // none\n\n  }\n}",
                "{\"a\":1}",
                "{\"a\":1 , }",
                "{\"a\":1 /* b */ , /* c */ }",
                "{\"a\":1 // b\n , // c\n }",
                "{\"a\":1 // b\n }",
                "{ \"a\": 1,\n \"b\": 2, \"c\": 3 }",
                "{\"a\":{\"mcpServers\":{\"aml\":{}}},\"mcpServers\":{\"b\":{}}}",
                "{\"b\":[{\"mcpServers\":{\"aml\":1}}],\"c\":\"\\\"mcpServers\\\":{\"}",
                "\uFEFF{\"a\":1}",
                "\uFEFF",
                "{\"mcpServers\":{\"\\u0061ml2\":{}}}",
                "{\"mcpServers\":{\"x\":{\"y\":[1,[2,{\"z\":\"}\"}],-1.5e+3,true,false,null]}}}",
            })
    void removal_restoresEveryByte(String text) throws ConfigSyntaxException {
        String after = entered(text);
        assertThat(after).contains("\"aml\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Not recorded, or in a file that another program has written since.
                "{\"mcpServers\":{\"aml\":{}}}|{\"mcpServers\":{}}",
                "{\"mcpServers\":{\"aml\":{},\"x\":1}}|{\"mcpServers\":{\"x\":1}}",
                "{\"mcpServers\":{ \"aml\": {}, \"x\": 1 }}|{\"mcpServers\":{ \"x\": 1 }}",
                "{\"mcpServers\":{\"x\":1,\"aml\":{},\"y\":2}}|{\"mcpServers\":{\"x\":1,\"y\":2}}",
                "{\"mcpServers\":{\"x\":1,\"aml\":{}}}|{\"mcpServers\":{\"x\":1}}",
                "{\"mcpServers\":{\"x\":1,\"aml\":{},}}|{\"mcpServers\":{\"x\":1,}}",
                "{\"mcpServers\":{\"aml\":{},}}|{\"mcpServers\":{}}",
                "{\"mcpServers\":{/* a */\"aml\":{}/* b */}}|{\"mcpServers\":{/* a *//* b */}}",
                "{\"mcpServers\":{\"x\":1/* a */,/* b */\"aml\":{}/* c */,/* d */\"y\":2}}"
                        + "|{\"mcpServers\":{\"x\":1/* a */,/* b *//* c *//* d */\"y\":2}}",
                "{\"mcpServers\":{\"\\u0061ml\":{}}}|{\"mcpServers\":{}}",
            })
    void removal_takesTheEntryAndOneComma(String text, String expected) throws ConfigSyntaxException {
        assertThat(removed(text)).isEqualTo(expected);
    }

    @Test
    void removal_doesNotExtendALineComment() throws ConfigSyntaxException {
        assertThat(removed("{\"mcpServers\":{ // a\n\"aml\":{} } }")).isEqualTo("{\"mcpServers\":{ // a\n } }");
        assertThat(removed("{\"mcpServers\":{\"x\":1, // a\n\"aml\":{}, \"y\":2}}"))
                .isEqualTo("{\"mcpServers\":{\"x\":1, // a\n \"y\":2}}");
        assertThat(removed("{\"mcpServers\":{\"x\":1 // a\n,\"aml\":{}}}"))
                .isEqualTo("{\"mcpServers\":{\"x\":1 // a\n}}");
    }

    @Test
    void removal_keepsAListThatHasOtherServersByNow() throws ConfigSyntaxException {
        Insertion insertion = servers(ClientKind.CURSOR, "{}").with(COMMAND);
        String later = insertion.text().replace("    \"aml\"", "    \"later\": {},\n    \"aml\"");

        assertThat(servers(ClientKind.CURSOR, later).without(insertion.extent(), insertion.tail()))
                .isEqualTo("{\n  \"mcpServers\": {\n    \"later\": {}\n  }\n}");
    }

    @Test
    void replacement_changesTheValueAlone() throws ConfigSyntaxException {
        String text = "{\n  \"mcpServers\": {\n    \"aml\": { \"url\": \"https://x\" }, // mine\n    \"y\": {}\n  }\n}";
        ServerList before = servers(ClientKind.CURSOR, text);

        String after = before.withOther(COMMAND);

        assertThat(after)
                .startsWith("{\n  \"mcpServers\": {\n    \"aml\": {\n      \"type\": \"stdio\",\n")
                .endsWith("\n    }, // mine\n    \"y\": {}\n  }\n}");
        assertThat(servers(ClientKind.CURSOR, after).withFormer(before.former()))
                .isEqualTo(text);
    }

    @Test
    void entry_isReadInEveryForm() throws ConfigSyntaxException {
        assertThat(servers(
                                ClientKind.CURSOR,
                                "{\"mcpServers\":{\"aml\":{\"command\":\"/a\\u0062\",\"args\":[\"x\",\"mcp\",]}}}")
                        .entry())
                .contains(new ServerEntry(Optional.of(new ServerCommand(List.of("/ab", "x", "mcp"))), true, 1));
        assertThat(servers(ClientKind.CURSOR, "{\n\"mcpServers\":{\n\"aml\":{\"command\":\"/a\",\"disabled\":true}}}")
                        .entry())
                .contains(new ServerEntry(Optional.of(new ServerCommand(List.of("/a"))), false, 3));
        assertThat(servers(ClientKind.OPENCODE, "{\"mcp\":{\"aml\":{\"command\":[\"/a\",\"mcp\"],\"enabled\":false}}}")
                        .entry())
                .contains(new ServerEntry(Optional.of(new ServerCommand(List.of("/a", "mcp"))), false, 1));
        for (String other : List.of(
                "{\"url\":\"https://x\"}",
                "3",
                "null",
                "[]",
                "{\"command\":1}",
                "{\"command\":\"/a\",\"args\":[1]}",
                "{\"command\":\"/a\",\"command\":\"/b\"}")) {
            assertThat(servers(ClientKind.CURSOR, "{\"mcpServers\":{\"aml\":" + other + "}}")
                            .entry()
                            .orElseThrow()
                            .words())
                    .as(other)
                    .isEmpty();
        }
        assertThat(servers(ClientKind.CURSOR, "{\"x\":{\"mcpServers\":{\"aml\":{}}}}")
                        .entry())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|1:1|object",
                "{\"mcpServers\":[]}|1:15|object",
                "{\"mcpServers\":null}|1:15|object",
                "{\"mcpServers\":{},\"mcpServers\":{}}|1:18|second",
                "{\"mcpServers\":{\"aml\":1,\"\\u0061ml\":2}}|1:24|second",
                "{\"a\":1|1:7|',' or '}'",
                "{\"a\":1,,}|1:8|name",
                "{'a':1}|1:2|name",
                "{a:1}|1:2|name",
                "{\"a\" 1}|1:6|':'",
                "{\"a\":}|1:6|value",
                "{\"a\":01}|1:6|number",
                "{\"a\":1.}|1:6|number",
                "{\"a\":+1}|1:6|value",
                "{\"a\":NaN}|1:6|value",
                "{\"a\":trueish}|1:6|value",
                "{\"a\":\"b}|1:6|string",
                "{\"a\":\"\\x\"}|1:7|escape",
                "{\"a\":\"\\u00g0\"}|1:7|escape",
                "{\"a\":[1 2]}|1:9|',' or ']'",
                "{\"a\":[1,]]}|1:10|',' or '}'",
                "{} {}|1:4|end of the file",
                "{/* a}|1:2|comment",
                "{\"ä\":1 é}|1:8|',' or '}'",
            })
    void invalidText_isRefusedWithItsPlace(String text, String place, String what) {
        assertThatThrownBy(() -> servers(ClientKind.CURSOR, text))
                .isInstanceOfSatisfying(
                        ConfigSyntaxException.class,
                        e -> assertThat(e.line() + ":" + e.column())
                                .as(e.getMessage())
                                .isEqualTo(place))
                .hasMessageContaining(what);
    }

    @Test
    void controlCharacters_areRefused() {
        assertThatThrownBy(() -> servers(ClientKind.CURSOR, "{\"a\":\"\u0001\"}"))
                .hasMessageContaining("control character");
        assertThatThrownBy(() -> servers(ClientKind.CURSOR, "{\"a\":\"\n\"}"))
                .hasMessageContaining("control character");
        assertThatThrownBy(() -> servers(ClientKind.CURSOR, "{\u0001}")).hasMessageContaining("name");
        assertThatThrownBy(() -> servers(ClientKind.CURSOR, "{\"a\":1\u0000}")).hasMessageContaining("',' or '}'");
    }

    @Test
    void place_countsLinesAndCharacters() {
        assertThatThrownBy(() -> servers(ClientKind.CURSOR, "{\r\n  // \uD83D\uDE00\r\n  \"\uD83D\uDE00\": x\r\n}"))
                .isInstanceOfSatisfying(ConfigSyntaxException.class, e -> {
                    assertThat(e.line()).isEqualTo(3);
                    assertThat(e.column()).isEqualTo(8);
                });
    }

    @Test
    void bytesThatAreNotUtf8_areRefusedWithTheirPlace() {
        byte[] text = "{\n \"caf\u00e9\": 1}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> ConfigText.decode(text))
                .isInstanceOfSatisfying(ConfigSyntaxException.class, e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.column()).isEqualTo(6);
                })
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> ConfigText.decode("{}".getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("UTF-8");
        // A character that the file ends within.
        assertThatThrownBy(() -> ConfigText.decode(new byte[] {'{', '}', (byte) 0xC3}))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void clientsThatReadPlainJson_getNoCommentsPast() throws ConfigSyntaxException {
        assertThatThrownBy(() -> servers(ClientKind.CLAUDE_CODE, "{} // a")).hasMessageContaining("comment");
        assertThatThrownBy(() -> servers(ClientKind.CLAUDE_CODE, "{\"a\":1,}"))
                .hasMessageContaining("comma after the last");
        assertThat(entered(ClientKind.CLAUDE_CODE, "\uFEFF{}")).contains("\"aml\"");
        assertThat(entered(ClientKind.GEMINI, "{} // a")).contains("\"aml\"");
        assertThatThrownBy(() -> servers(ClientKind.GEMINI, "{\"a\":[1,]}"))
                .hasMessageContaining("comma after the last");
        assertThatThrownBy(() -> servers(ClientKind.GEMINI, "\uFEFF{}")).hasMessageContaining("byte order mark");
    }

    @Test
    void deepNesting_needsNoStack() throws ConfigSyntaxException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(entered("{\"a\":" + deep + "}")).startsWith("{\"a\":[[").contains("\"aml\"");
    }
}

package loom.aml.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Random documents, held against another parser. */
class RandomJsonTest {
    private static final long SEED = Long.getLong("aml.seed", 20_261_201);
    private static final int DOCUMENTS = 4_000;
    private static final String NOISE = "{}[],:\"\\/*0-1.eltu \n";
    private static final String SERVERS = "mcpServers";
    private static final ServerCommand COMMAND = new ServerCommand(List.of("/opt/aml", "mcp"));

    /** The clients whose list has the name that {@link RandomJson} writes, one of each dialect. */
    private static final String KINDS = "CLAUDE_CODE|GEMINI|CURSOR";

    private static JsonFactory parser(JsonDialect dialect) {
        return JsonFactory.builder()
                .configure(JsonReadFeature.ALLOW_JAVA_COMMENTS, dialect.hasComments())
                .configure(JsonReadFeature.ALLOW_TRAILING_COMMA, dialect.hasTrailingCommas())
                .build();
    }

    private static ConfigText decoded(String text) throws ConfigSyntaxException {
        return ConfigText.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = KINDS)
    void everythingButTheEntry_staysAsItIs(ClientKind kind) throws ConfigSyntaxException {
        SplittableRandom random = new SplittableRandom(SEED);
        int compared = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String before = new RandomJson(random, kind.dialect()).document("");
            ConfigText source = decoded(before);

            Insertion insertion = ServerList.of(kind, source).with(COMMAND);

            String where = "seed " + SEED + ", document " + i + ":\n" + before + "\n->\n" + insertion.text();
            Map<String, Object> expected = read(kind, source.text());
            servers(expected).put("aml", entry(insertion.text(), kind));
            assertThat(read(kind, insertion.text())).as(where).isEqualTo(expected);
            ServerList after = ServerList.of(kind, source.with(insertion.text()));
            assertThat(after.entry().orElseThrow().words()).as(where).isEqualTo(COMMAND.words());
            String left = after.without(insertion.extent(), insertion.tail());
            assertThat(source.with(left).bytes()).as(where).isEqualTo(before.getBytes(StandardCharsets.UTF_8));
            compared++;
        }
        assertThat(compared).isEqualTo(DOCUMENTS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = KINDS)
    void entryInAnyPlace_isRemovedAlone(ClientKind kind) throws ConfigSyntaxException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DOCUMENTS; i++) {
            String before =
                    new RandomJson(random, kind.dialect()).document("{\"command\": \"/a\", \"args\": [\"mcp\"]}");
            ConfigText source = decoded(before);
            ServerList servers = ServerList.of(kind, source);

            String after = servers.without(Extent.ENTRY, null);

            String where = "seed " + SEED + ", document " + i + ":\n" + before + "\n->\n" + after;
            Map<String, Object> expected = read(kind, source.text());
            servers(expected).remove("aml");
            assertThat(read(kind, after)).as(where).isEqualTo(expected);
            // Another value, and the same one again.
            String other = servers.withOther(COMMAND);
            assertThat(ServerList.of(kind, source.with(other)).withFormer(servers.former()))
                    .as(where)
                    .isEqualTo(source.text());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = KINDS)
    void damagedText_isRefusedExactlyIfAnotherParserRefusesIt(ClientKind kind) throws ConfigSyntaxException {
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            // Within an array, because the other parser needs a blank after a number that is the root.
            String whole =
                    "[" + new RandomJson(random, kind.dialect()).document("").replace("\uFEFF", "") + "\n]";
            StringBuilder damaged = new StringBuilder(whole);
            for (int blow = random.nextInt(3); blow >= 0 && damaged.length() > 1; blow--) {
                int at = 1 + random.nextInt(damaged.length() - 1);
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.setLength(at);
                    default -> damaged.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
                }
            }
            String text = damaged.toString();
            boolean isValid = isValid(text, kind.dialect());
            boolean isAccepted = isAccepted(text, kind.dialect());
            assertThat(isAccepted)
                    .as("seed " + SEED + ", document " + i + ":\n" + text)
                    .isEqualTo(isValid);
            refused += isAccepted ? 0 : 1;
        }
        assertThat(refused).isBetween(DOCUMENTS / 10, DOCUMENTS * 9 / 10);
    }

    private static boolean isAccepted(String text, JsonDialect dialect) throws ConfigSyntaxException {
        try {
            new JsoncScanner(decoded(text), dialect).check();
            return true;
        } catch (ConfigSyntaxException e) {
            return false;
        }
    }

    private static boolean isValid(String text, JsonDialect dialect) {
        try (JsonParser parser = parser(dialect).createParser(ObjectReadContext.empty(), text)) {
            int values = 0;
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                values += depth == 0 && !token.isStructEnd() ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return values <= 1;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static Map<String, Object> read(ClientKind kind, String text) {
        try (JsonParser parser = parser(kind.dialect()).createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return new TreeMap<>();
            }
            @SuppressWarnings("unchecked") // The root is an object.
            Map<String, Object> root = (Map<String, Object>) value(parser);
            assertThat(parser.nextToken()).isNull();
            return root;
        }
    }

    @SuppressWarnings("unchecked") // The list of servers is an object.
    private static Map<String, Object> servers(Map<String, Object> root) {
        return (Map<String, Object>) root.computeIfAbsent(SERVERS, _ -> new TreeMap<String, Object>());
    }

    private static Object entry(String text, ClientKind kind) {
        Map<String, Object> entry = new TreeMap<>(Map.of("command", "\"/opt/aml\"", "args", List.of("\"mcp\"")));
        if (kind != ClientKind.GEMINI) {
            entry.put("type", "\"stdio\"");
        }
        assertThat(text).contains("aml");
        return entry;
    }

    /** Returns a value: maps with all values of a repeated name, lists, and scalars as they are written. */
    private static @Nullable Object value(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> map = new TreeMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                String free = name;
                while (map.containsKey(free)) {
                    free += "+";
                }
                map.put(free, value(parser));
            }
            return map;
        }
        return parser.currentToken() == JsonToken.VALUE_STRING ? "\"" + parser.getString() + "\"" : parser.getString();
    }
}

package loom.aml.store.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static loom.aml.store.markdown.RenderingAssert.assertLossless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.store.markdown.ElementList;
import loom.aml.store.markdown.ElementList.Element;
import loom.aml.store.markdown.ElementList.Memory;
import loom.aml.store.markdown.ElementList.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph as a collection: lines that are not touched keep every byte. */
class GraphRenderingTest {
    private static final GraphRendering GRAPH = new GraphRendering();

    private static final String AUTH =
            "{\"type\":\"entity\",\"name\":\"auth\",\"entityType\":\"component\",\"observations\":[\"uses JWT\",\"rotates\"]}";
    private static final String ODD =
            " {\"x\": 1.50, \"type\":\"entity\", \"name\":\"odd\",\"entityType\":\"t\", \"observations\":[ \"\\u0061\" , \"b\" ]} ";
    private static final String CACHES =
            "{\"type\":\"relation\",\"from\":\"auth\",\"to\":\"redis\",\"relationType\":\"caches-in\"}";

    private static List<Element> elements(String file) throws IOException {
        return new ArrayList<>(ElementList.read(GRAPH.items(file.getBytes(UTF_8))));
    }

    private static String stored(List<Element> elements) throws IOException {
        return new String(GRAPH.stored(ElementList.written(elements)), UTF_8);
    }

    private static JsonObject item(Element element) {
        return ((Memory) element).item();
    }

    private static String edited(String file, int place, String key, Object value) throws IOException {
        List<Element> elements = elements(file);
        JsonObject changed = JsonObject.builder()
                .putAll(item(elements.get(place)))
                .putValue(key, value)
                .build();
        elements.set(place, new Memory(changed));
        String result = stored(elements);
        assertThat(item(elements(result).get(place)).value(key)).isEqualTo(value);
        return result;
    }

    @Test
    void anyFile_isStoredAsItWas() throws IOException {
        int stored = 0;
        for (int seed = 0; seed < 1000; seed++) {
            String file = RandomGraph.text(new SplittableRandom(seed));
            assertLossless(GRAPH, file.getBytes(UTF_8), "seed " + seed);
            stored++;
        }
        assertThat(stored).isEqualTo(1000);
    }

    /** A file whose entities get other observations keeps the other lines. */
    @Test
    void anyFile_keepsTheOtherLines_whenAnEntityChanges() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String file = RandomGraph.text(random);
            List<Element> elements = elements(file);
            int place = 0;
            while (!(elements.get(place) instanceof Memory memory
                    && memory.item().has("observations"))) {
                place++;
            }
            List<String> lines = new ArrayList<>(List.of(file.split("\n", -1)));
            List<String> changed = new ArrayList<>(List.of(
                    edited(file, place, "observations", List.of("new", "x")).split("\n", -1)));
            lines.remove(place);
            changed.remove(place);
            assertThat(changed).as("seed %d", seed).isEqualTo(lines);
        }
    }

    @Test
    void entitiesAndRelations_areItems_withTheirLineIfItIsUnusual() throws IOException {
        List<Element> elements = elements(AUTH + "\n" + ODD + "\n\n{\"type\":\n" + CACHES + "\n" + AUTH + "\n");
        assertThat(item(elements.get(0)).keys()).containsExactly("id", "type", "name", "observations");
        assertThat(item(elements.get(0)).string("type")).contains("component");
        assertThat(item(elements.get(1)).string("line")).contains(ODD);
        assertThat(elements.get(2)).isEqualTo(new Text(""));
        assertThat(elements.get(3)).isEqualTo(new Text("{\"type\":"));
        assertThat(item(elements.get(4)).string("id")).contains("auth caches-in redis");
        assertThat(item(elements.get(5)).string("id")).contains("auth~2");
        assertThat(item(elements.get(5)).string("line")).contains(AUTH + "\n");
    }

    @Test
    void edit_changesOnlyItsValue() throws IOException {
        String file = AUTH + "\n" + ODD + "\n" + CACHES;
        assertThat(edited(file, 0, "observations", List.of("uses JWT", "new", "rotates")))
                .isEqualTo(file.replace("JWT\",", "JWT\",\"new\","));
        assertThat(edited(file, 1, "observations", List.of("a", "c"))).isEqualTo(file.replace("\"b\"", "\"c\""));
        assertThat(edited(file, 1, "observations", List.of("b"))).isEqualTo(file.replace("\"\\u0061\" , ", ""));
        assertThat(edited(file, 1, "type", "other")).isEqualTo(file.replace("\"t\"", "\"other\""));
        assertThat(edited(file, 1, "name", "even")).isEqualTo(file.replace("\"odd\"", "\"even\""));
        assertThat(edited(file, 2, "to", "valkey")).isEqualTo(file.replace("redis", "valkey"));
    }

    @Test
    void newLines_areWrittenLikeThoseOfTheFile() throws IOException {
        Memory entity = new Memory(JsonObject.builder()
                .put("id", "new")
                .put("type", "t")
                .put("observations", List.of("o"))
                .build());
        String line = "{\"type\":\"entity\",\"name\":\"new\",\"entityType\":\"t\",\"observations\":[\"o\"]}";
        for (String lineBreak : List.of("\n", "\r\n")) {
            List<Element> elements = elements(AUTH + lineBreak + CACHES + lineBreak);
            elements.add(entity);
            assertThat(stored(elements)).isEqualTo(String.join(lineBreak, AUTH, CACHES, line) + lineBreak);
        }
        List<Element> elements = elements(AUTH);
        elements.add(entity);
        assertThat(stored(elements)).isEqualTo(AUTH + "\n" + line);
    }

    @Test
    void removedLine_leavesTheOthers() throws IOException {
        List<Element> elements = elements(AUTH + "\n" + ODD + "\n" + CACHES);
        elements.remove(1);
        assertThat(stored(elements)).isEqualTo(AUTH + "\n" + CACHES);
        assertThat(stored(List.of())).isEmpty();
    }

    @Test
    void unpairedSurrogate_isKeptAsALine() throws IOException {
        String file = "{\"type\":\"entity\",\"name\":\"\\ud800\",\"entityType\":\"t\",\"observations\":[]}\n" + AUTH;
        assertLossless(GRAPH, file.getBytes(UTF_8), file);
        assertThat(elements(file).getFirst()).isInstanceOf(Text.class);
    }

    @Test
    void fileThatIsNotAGraph_isDamage() {
        for (byte[] file : List.of(
                "{\n  \"entities\": []\n}\n".getBytes(UTF_8),
                "prose".getBytes(UTF_8),
                new byte[] {'{', '}', '\n', (byte) 0xff},
                (AUTH + "\n\0").getBytes(UTF_8))) {
            assertThatThrownBy(() -> GRAPH.items(file)).isInstanceOf(DamagedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"name\":\"no type\",\"observations\":[]}]",
                "[{\"name\":\"a\",\"type\":\"t\",\"observations\":\"text\"}]",
                "[{\"name\":\"a\",\"type\":\"t\",\"observations\":[1]}]",
                "[{\"name\":\"a\",\"type\":\"t\",\"observations\":[],\"helped\":\"1\"}]",
                "[{\"name\":\"a\",\"type\":\"t\",\"observations\":[\"\\ud800\"]}]",
                "[{\"from\":\"a\",\"to\":\"b\"}]",
                "[{\"from\":\"a\",\"to\":\"b\",\"relationType\":\"r\",\"type\":\"other\"}]",
                "[{\"name\":\"a\",\"type\":\"t\",\"line\":\"{\"}]",
                "[{\"name\":\"a\",\"type\":\"t\",\"line\":\"{\\n}\"}]",
                "[\"two\\nlines\",{\"name\":\"a\",\"type\":\"t\"}]",
            })
    void impossibleGraph_isRefused(String items) {
        assertThatThrownBy(() -> GRAPH.stored(items.getBytes(UTF_8))).isInstanceOf(DamagedException.class);
    }
}

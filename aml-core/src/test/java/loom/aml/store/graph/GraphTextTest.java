package loom.aml.store.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of memory files. */
class GraphTextTest {
    @Test
    void strings_areEscapedLikeInJavaScript() {
        assertThat(CanonicalText.quoted("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u00e9\u2028\ud83d\ude00"))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u00e9\u2028\ud83d\ude00\"");
        assertThat(CanonicalText.quoted("\ud800\ud83d\ude00\udc00\ud83d"))
                .isEqualTo("\"\\ud800\ud83d\ude00\\udc00\\ud83d\"");
    }

    @Test
    void entityAndRelation_areReadAsTheyWereWritten() {
        Entity entity = new Entity("a\ud800", "\u0000", List.of("", "\"x\"\n"));
        Relation relation = new Relation("a", "b\\", "\u2028");

        assertThat(GraphLine.of(entity).entity()).isEqualTo(entity);
        assertThat(GraphLine.of(relation).relation()).isEqualTo(relation);
        assertThat(GraphLine.of(entity).problem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a", "\n\n{}\n", "{}\r\n\r\n", "\ufeff{}", "{}\n "})
    void documentWithoutChanges_hasTheSameBytes(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(GraphDocument.bytes(GraphDocument.of(bytes).lines())).isEqualTo(bytes);
    }

    @Test
    void search_ignoresCase_andIncludesRelationsToNeighbours() {
        Entity one = new Entity("One", "t", List.of("STRASSE"));
        Entity two = new Entity("two", "t", List.of());
        Relation between = new Relation("two", "One", "r");
        Graph graph = new Graph(List.of(one, two), List.of(between, new Relation("two", "two", "r")));

        assertThat(graph.search("strasse")).isEqualTo(new Graph(List.of(one), List.of(between)));
        assertThat(graph.search("")).isEqualTo(graph);
        assertThat(graph.named(List.of("One", "nobody"))).isEqualTo(new Graph(List.of(one), List.of(between)));
    }

    /** Whatever the bytes of a file, a change keeps every line that it does not concern, in the same order. */
    @Test
    void damagedDocument_keepsEveryOtherLine_whenItIsChanged() throws Exception {
        for (int seed = 0; seed < 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = RandomGraph.text(random).getBytes(UTF_8);
            for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            GraphDocument document = GraphDocument.of(bytes);
            assertThat(GraphDocument.bytes(document.lines())).as("seed " + seed).isEqualTo(bytes);
            GraphDraft draft = new GraphDraft(document);
            try {
                RandomGraph.change(random).applyTo(draft);
            } catch (RefusedException e) {
                assertThat(draft.lines()).as("seed " + seed).isEqualTo(document.lines());
            }
            List<GraphLine> kept = new ArrayList<>(document.lines());
            kept.retainAll(draft.lines());
            List<GraphLine> now = new ArrayList<>(draft.lines());
            now.retainAll(document.lines());
            assertThat(now).as("seed " + seed).isEqualTo(kept);
            List<GraphLine> gone = new ArrayList<>(document.lines());
            gone.removeAll(draft.lines());
            assertThat(gone)
                    .as("seed " + seed)
                    .allMatch(line -> line.kind() == GraphLine.Kind.ENTITY || line.kind() == GraphLine.Kind.RELATION)
                    .hasSizeLessThanOrEqualTo((int) draft.takeEdits().stream()
                            .filter(edit -> !(edit instanceof LineEdit.Added))
                            .count());
            assertThat(GraphDocument.bytes(draft.lines())).as("seed " + seed).hasSize((int) draft.size());
        }
    }
}

package loom.aml.store.markdown;

import static loom.aml.store.markdown.RenderingAssert.assertLossless;
import static loom.aml.store.markdown.RenderingAssert.bytes;
import static loom.aml.store.markdown.RenderingAssert.filesOf;
import static loom.aml.store.markdown.RenderingAssert.objects;
import static loom.aml.store.markdown.RenderingAssert.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import loom.aml.SharedFixtures;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import loom.aml.store.markdown.ElementList.Element;
import loom.aml.store.markdown.ElementList.Memory;
import loom.aml.store.markdown.ElementList.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An index: its links and sections are items, and everything else keeps its place. */
class IndexRenderingTest {
    private static final IndexRendering INDEX = new IndexRendering("team/MEMORY.md");

    private static final String FILE = """
            # Memory

            Prose before the first link.
            - [Short commits](short.md) \u2014 One change a commit.
            * [Star](<sub/with blank.md>): a hook
              that continues
            - **[Bold](bold.md "tip")**

            ## Links only
            - [Outside](../../secrets.md) - leads out

            ## Deploys

            The key rotates.
            - plain item

            ```
            - [No link](code.md)
            ```
            """;

    private static List<Element> elements(String file) throws IOException {
        return new ArrayList<>(ElementList.read(INDEX.items(bytes(file))));
    }

    private static String stored(List<Element> elements) throws IOException {
        return text(INDEX.stored(ElementList.written(elements)));
    }

    /** Stores the items of a file after a change of one field of the n-th item. */
    private static String edited(String file, int n, String key, String value) throws IOException {
        List<Element> elements = elements(file);
        for (int i = 0, item = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof Memory memory && item++ == n) {
                elements.set(
                        i,
                        new Memory(JsonObject.builder()
                                .putAll(memory.item())
                                .put(key, value)
                                .build()));
            }
        }
        String result = stored(elements);
        assertThat(text(INDEX.stored(ElementList.written(elements), bytes(file))))
                .isEqualTo(result);
        assertThat(objects(INDEX, result).get(n).string(key)).contains(value);
        return result;
    }

    private static Memory link(String title, String target, String hook) {
        return new Memory(JsonObject.builder()
                .put("type", "link")
                .put("title", title)
                .put("target", target)
                .put("text", hook)
                .build());
    }

    private static Memory section(String title, String text) {
        return new Memory(JsonObject.builder()
                .put("type", "section")
                .put("title", title)
                .put("text", text)
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "mixed", "modern", "rotten", "team"})
    void fixtures_areStoredAsTheyWere(String name) throws IOException {
        Path store = SharedFixtures.require("claude").resolve(name);
        int links = 0;
        for (Path file : filesOf(store)) {
            byte[] content = Files.readAllBytes(file);
            IndexRendering rendering = new IndexRendering(store.relativize(file).toString());
            try {
                assertLossless(rendering, content, file.toString());
            } catch (DamagedException e) {
                assertThat(e.what()).isEqualTo("invalid UTF-8");
                continue;
            }
            if (file.endsWith("MEMORY.md")) {
                links += objects(rendering, text(content)).size();
            }
        }
        assertThat(links).isGreaterThan(10);
    }

    @Test
    void anyFile_isStoredAsItWas() throws IOException {
        for (int seed = 0; seed < 600; seed++) {
            String file = RandomMarkdown.index(new SplittableRandom(seed));
            assertLossless(INDEX, bytes(file), "seed " + seed);
            StringBuilder raw = new StringBuilder();
            for (Element element : elements(file)) {
                raw.append(
                        switch (element) {
                            case Text text -> text.raw();
                            case Memory(JsonObject item) ->
                                item.string("line")
                                        .orElseGet(() -> item.string("heading").orElseThrow()
                                                + item.string("text").orElseThrow());
                        });
            }
            // A file without a line break at its end is read as if it had one, and marked by an empty string.
            boolean isOpen = elements(file).contains(new Text(""));
            assertThat(isOpen).as("seed %d", seed).isEqualTo(!file.isEmpty() && !file.endsWith("\n"));
            assertThat(isOpen ? raw.toString().stripTrailing() : raw.toString())
                    .as("seed %d", seed)
                    .isEqualTo(isOpen ? file.stripTrailing() : file);
        }
    }

    /** Removing any item and adding a link at any place changes nothing else, or is refused. */
    @Test
    void anyFile_keepsItsOtherItems_whenOneIsRemovedOrAdded() throws IOException {
        int stored = 0;
        for (int seed = 0; seed < 600; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Element> elements = elements(RandomMarkdown.index(random));
            List<Integer> memories = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                if (elements.get(i) instanceof Memory) {
                    memories.add(i);
                }
            }
            if (random.nextBoolean() && !memories.isEmpty()) {
                elements.remove((int) memories.get(random.nextInt(memories.size())));
            } else {
                elements.add(
                        random.nextInt(elements.size() + 1),
                        random.nextBoolean() ? link("New", "new.md", "it's new") : section("New", "It is new."));
            }
            String file;
            try {
                file = stored(elements);
            } catch (DamagedException e) {
                continue;
            }
            stored++;
            for (Element element : elements) {
                switch (element) {
                    case Text text ->
                        assertThat(file + "\n")
                                .as("seed %d", seed)
                                .contains(text.raw().replace("\r\n", "\n").stripTrailing());
                    case Memory(JsonObject item) -> {
                        String part = item.string("line")
                                .or(() -> item.string("heading"))
                                .orElse("New");
                        assertThat(file).as("seed %d", seed).contains(part.stripTrailing());
                    }
                }
            }
            assertLossless(INDEX, bytes(file), "seed " + seed);
        }
        assertThat(stored).isGreaterThan(400);
    }

    @Test
    void parts_areLinksSectionsAndLines() throws IOException {
        List<JsonObject> items = objects(INDEX, FILE);
        assertThat(items)
                .extracting(item -> item.string("id").orElseThrow())
                .containsExactly(
                        "team/MEMORY#memory",
                        "team/MEMORY#short",
                        "team/MEMORY#sub/with blank",
                        "team/MEMORY#bold",
                        "team/MEMORY#../../secrets",
                        "team/MEMORY#deploys");
        assertThat(items.get(1).keys()).containsExactly("id", "type", "title", "target", "text", "line");
        assertThat(items.get(1).string("text")).contains("One change a commit.");
        assertThat(items.get(2).string("target")).contains("sub/with blank.md");
        assertThat(items.get(2).string("text")).contains("a hook\n  that continues");
        assertThat(items.get(3).string("title")).contains("Bold");
        assertThat(items.get(3).string("target")).contains("bold.md");
        assertThat(items.get(3).has("text")).isFalse();
        assertThat(items.get(5).string("heading")).contains("## Deploys\n\n");
        assertThat(items.get(5).string("text").orElseThrow())
                .startsWith("The key")
                .contains("[No link]");
        assertThat(elements(FILE)).contains(new Text("## Links only\n"), new Text("\n"));
    }

    @Test
    void comments_containNoItems() throws IOException {
        assertThat(objects(INDEX, "<!--\n- [A](a.md)\n# Heading\ntext\n-->\n- [B](b.md)\n<!-- [C](c.md) -->\n"))
                .extracting(item -> item.string("target").orElseThrow())
                .containsExactly("b.md");
    }

    @Test
    void secondItemWithAnId_getsANumber() throws IOException {
        assertThat(objects(INDEX, "- [A](a.md)\n- [B](a.md)\n- [C](a~2.md)\n- [D](a.md)\n"))
                .extracting(item -> item.string("id").orElseThrow())
                .containsExactly("team/MEMORY#a", "team/MEMORY#a~2", "team/MEMORY#a~2~2", "team/MEMORY#a~3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | title  | Small commits | '[Short commits]'           | '[Small commits]'",
                "1 | target | small.md      | '(short.md)'                | '(small.md)'",
                "1 | target | a b.md        | '(short.md)'                | '(<a b.md>)'",
                "1 | text   | Other hook    | 'One change a commit.'      | 'Other hook'",
                "2 | target | c d.md        | '<sub/with blank.md>'       | '<c d.md>'",
                "2 | text   | other         | 'a hook\n  that continues'  | 'other'",
                "3 | text   | a hook        | '(bold.md \"tip\")**'       | '(bold.md \"tip\")** \u2014 a hook'",
                "3 | target | thin.md       | 'bold.md'                   | 'thin.md'",
                "5 | title  | Releases      | '## Deploys'                | '## Releases'",
                "5 | text   | 'Other.\n'    | 'The key rotates.\n- plain item\n\n```\n- [No link](code.md)\n```\n' | 'Other.\n'",
            })
    void edit_changesOnlyItsWords(int n, String key, String value, String before, String after) throws IOException {
        String expected = FILE.replace(before, after);
        assertThat(expected).isNotEqualTo(FILE);
        assertThat(edited(FILE, n, key, value)).isEqualTo(expected);
        if (!value.contains("\n")) {
            String crlf = FILE.replace("\n", "\r\n");
            assertThat(edited(crlf, n, key, value)).isEqualTo(expected.replace("\n", "\r\n"));
        }
    }

    @Test
    void otherLine_winsOverTheWordsThatWereDerivedFromIt() throws IOException {
        String file = "- [Old](old.md) \u2014 hook\n";
        JsonObject changed = JsonObject.builder()
                .putAll(objects(INDEX, file).getFirst())
                .put("line", "- [New](old.md) \u2014 other\n")
                .build();
        byte[] items = ElementList.written(List.of(new Memory(changed)));
        assertThat(text(INDEX.stored(items, bytes(file)))).isEqualTo("- [New](old.md) \u2014 other\n");
        assertThat(text(INDEX.stored(items))).isEqualTo(file);
    }

    @Test
    void newItems_areWrittenInTheLineEndingOfTheFile() throws IOException {
        List<Element> elements = elements("- [A](a.md)\r\n- [B](b.md)");
        elements.add(1, link("New", "new.md", "hook"));
        elements.add(section("Deploys", "Text"));
        assertThat(stored(elements))
                .isEqualTo("- [A](a.md)\r\n- [New](new.md) \u2014 hook\r\n- [B](b.md)\r\n\r\n## Deploys\r\n\r\nText");
    }

    /** Every index of up to four links, in every mix of line endings, without every set of its links. */
    @Test
    void removedLinks_arePutBackToTheByte() throws IOException {
        for (int lines = 1; lines <= 4; lines++) {
            for (int breaks = 0; breaks < 1 << lines; breaks++) {
                for (int removed = 1; removed < 1 << lines; removed++) {
                    requirePutBack(links(lines, breaks, false), removed);
                }
            }
        }
    }

    /**
     * The same without a last line break. If the line endings are mixed and several links at the end are removed at once, the
     * line break before them is lost, and so is the missing one of an index of which nothing remains.
     */
    @Test
    void linksOfAnIndexWithoutALastLineBreak_arePutBackToTheByte() throws IOException {
        requirePutBack(links(1, 0, true), 1);
        for (int lines = 2; lines <= 4; lines++) {
            int all = (1 << lines) - 1;
            for (int removed = 1; removed < all; removed++) {
                requirePutBack(links(lines, 0, true), removed);
                requirePutBack(links(lines, all, true), removed);
            }
            for (int breaks = 0; breaks < 1 << lines; breaks++) {
                requirePutBack(links(lines, breaks, true), 1 << lines - 1);
            }
        }
    }

    private static void requirePutBack(String file, int removed) throws IOException {
        assertThat(removedAndPutBack(file, removed))
                .as("links %s of %s", Integer.toBinaryString(removed), JsonObject.quoted(file))
                .isEqualTo(file);
    }

    private static String links(int lines, int breaks, boolean isOpen) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            boolean isLast = i == lines - 1;
            file.append("- [L").append(i).append("](l").append(i).append(".md)");
            file.append(isLast && isOpen ? "" : (breaks >> i & 1) == 1 ? "\r\n" : "\n");
        }
        return file.toString();
    }

    private static String removedAndPutBack(String file, int removed) throws IOException {
        List<Element> all = elements(file);
        List<Element> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((removed >> i & 1) == 0) {
                kept.add(all.get(i));
            }
        }
        byte[] without = INDEX.stored(ElementList.written(kept), bytes(file));
        List<Element> again = new ArrayList<>(ElementList.read(INDEX.items(without)));
        for (int i = 0; i < all.size(); i++) {
            if ((removed >> i & 1) == 1) {
                again.add(i, all.get(i));
            }
        }
        return text(INDEX.stored(ElementList.written(again), without));
    }

    @Test
    void firstItems_createTheFile() throws IOException {
        assertThat(stored(List.of(link("A", "a b.md", ""), section("S", "x\n"))))
                .isEqualTo("- [A](<a b.md>)\n\n## S\n\nx\n");
        assertThat(INDEX.stored(bytes("[]"))).isEmpty();
        assertThat(text(INDEX.items(new byte[0]))).isEqualTo("[\n]\n");
    }

    @Test
    void proseAfterARemovedLink_isKept_asPartOfTheSectionBefore() throws IOException {
        List<Element> elements = elements("## A\ntext\n- [B](b.md)\nprose\n");
        elements.remove(1);
        assertThat(stored(elements)).isEqualTo("## A\ntext\nprose\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"type\":\"link\",\"title\":\"no target\"}]",
                "[{\"type\":\"link\",\"title\":\"a\\nb\",\"target\":\"a.md\"}]",
                "[{\"type\":\"link\",\"title\":\"]\",\"target\":\"a.md\"}]",
                "[{\"type\":\"link\",\"title\":\"a\",\"target\":\"a.md\",\"text\":\"one\\ntwo\"}]",
                "[{\"type\":\"link\",\"title\":\"a\",\"target\":\"a>.md\\n\"}]",
                "[{\"type\":\"note\",\"title\":\"a\",\"target\":\"a.md\"}]",
                "[{\"type\":\"link\",\"title\":\"a\",\"target\":\"a.md\",\"helped\":\"1\"}]",
                "[{\"type\":\"link\",\"target\":\"a.md\",\"line\":\"prose\"}]",
                "[{\"type\":\"section\",\"title\":\"a\",\"text\":\"\\n\"}]",
                "[{\"type\":\"section\",\"title\":\"a\\nb\",\"text\":\"x\"}]",
                "[{\"type\":\"section\",\"title\":\"a\",\"text\":\"x\\n# Heading\\ny\"}]",
                "[{\"type\":\"section\",\"title\":\"a\",\"text\":\"x\\n- [Link](y.md)\"}]",
                "[\"```\\n\",{\"type\":\"link\",\"title\":\"a\",\"target\":\"a.md\"}]",
                "[\"- [a](a.md)\\n\"]",
                "[17]"
            })
    void impossibleIndex_isRefused(String items) {
        assertThatThrownBy(() -> INDEX.stored(bytes(items))).isInstanceOf(DamagedException.class);
    }
}

package loom.aml.store.markdown;

import static loom.aml.store.markdown.RenderingAssert.assertLossless;
import static loom.aml.store.markdown.RenderingAssert.bytes;
import static loom.aml.store.markdown.RenderingAssert.filesOf;
import static loom.aml.store.markdown.RenderingAssert.objects;
import static loom.aml.store.markdown.RenderingAssert.stored;
import static loom.aml.store.markdown.RenderingAssert.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import loom.aml.CaseSample;
import loom.aml.SharedFixtures;
import loom.aml.io.DamagedException;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One memory in a Markdown file: nothing is lost, and an edit changes only its lines. */
class NoteRenderingTest {
    private static final NoteRendering NOTE = new NoteRendering("area/short-commits.md");

    private static final String MODERN = """
            ---
            name: short-commits
            description: "Keep commits small"
            metadata:\u0020
              node_type: memory
              type: feedback
              modified: 2026-09-05T23:09:41.205Z
            created: 2026-01-02
            tags: [git, style]
            ---

            The rule, see [[other|label]], `mem:area/name` and [file](../x/file.md#part).

            ```sh
            [[ -f file ]] && see [[example]]
            ```
            """;

    private static JsonObject item(String file) throws IOException {
        List<JsonObject> items = objects(NOTE, file);
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    /** Stores the item of a file after a change of one field, without knowing the former file. */
    private static String edited(String file, String key, Object value) throws IOException {
        JsonObject item = item(file);
        JsonObject changed =
                JsonObject.builder().putAll(item).putValue(key, value).build();
        String result = stored(NOTE, changed);
        JsonObject again = item(result);
        assertThat(again.value(key)).isEqualTo(value);
        assertLossless(NOTE, bytes(result), result);
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "mixed", "modern", "rotten", "team"})
    void fixtures_areStoredAsTheyWere(String name) throws IOException {
        Path store = SharedFixtures.require("claude").resolve(name);
        int invalid = 0;
        for (Path file : filesOf(store)) {
            byte[] content = Files.readAllBytes(file);
            NoteRendering rendering = new NoteRendering(store.relativize(file).toString());
            try {
                assertLossless(rendering, content, file.toString());
            } catch (DamagedException e) {
                assertThat(e.what()).isEqualTo("invalid UTF-8");
                invalid++;
            }
        }
        assertThat(invalid).isEqualTo(name.equals("rotten") ? 1 : 0);
    }

    @Test
    void anyFile_isStoredAsItWas() throws IOException {
        for (int seed : CaseSample.seeds(600)) {
            String file = RandomMarkdown.note(new SplittableRandom(seed));
            assertLossless(NOTE, bytes(file), "seed " + seed);
        }
    }

    /** Titles, types, descriptions and tags can be given for any file with valid frontmatter or none. */
    @Test
    void anyFile_takesOtherFields_andKeepsItsText() throws IOException {
        List<String> values =
                List.of("plain", "it's \"both\"", "a: b # c", "true", "two\nlines", "\ud83d\ude00 \\ \u2028 end");
        int stored = 0;
        for (int seed : CaseSample.seeds(600)) {
            SplittableRandom random = new SplittableRandom(seed);
            String file = RandomMarkdown.note(random);
            if (file.isEmpty()) {
                continue;
            }
            JsonObject item = item(file);
            String key = List.of("title", "type", "description").get(random.nextInt(3));
            String value = values.get(random.nextInt(values.size()));
            JsonObject changed =
                    JsonObject.builder().putAll(item).put(key, value).build();
            String result;
            try {
                result = stored(NOTE, changed);
            } catch (DamagedException e) {
                continue;
            }
            stored++;
            JsonObject again = item(result);
            assertThat(again.string(key)).as("seed %d", seed).contains(value);
            assertThat(again.string("text").orElseThrow())
                    .as("seed %d", seed)
                    .endsWith(item.string("text").orElseThrow().stripLeading());
            for (String other : List.of("title", "type", "description", "tags", "created", "updated")) {
                if (!other.equals(key) && item.has(other)) {
                    assertThat(again.value(other))
                            .as("seed %d: %s", seed, other)
                            .isEqualTo(item.value(other));
                }
            }
            assertLossless(NOTE, bytes(result), "seed " + seed);
        }
        assertThat(stored).isGreaterThan(CaseSample.least(150));
    }

    @Test
    void fields_areReadFromTheFrontmatterAndTheText() throws IOException {
        JsonObject item = item(MODERN);
        assertThat(item.keys())
                .containsExactly(
                        "id",
                        "title",
                        "type",
                        "description",
                        "tags",
                        "links",
                        "created",
                        "updated",
                        "frontmatter",
                        "text");
        assertThat(item.string("id")).contains("area/short-commits");
        assertThat(item.string("title")).contains("short-commits");
        assertThat(item.string("type")).contains("feedback");
        assertThat(item.strings("tags")).containsExactly("git", "style");
        assertThat(item.strings("links")).containsExactly("other", "area/name", "../x/file.md");
        assertThat(item.string("created")).contains("2026-01-02");
        assertThat(item.string("updated")).contains("2026-09-05T23:09:41.205Z");
        assertThat(item.string("frontmatter").orElseThrow())
                .startsWith("---\nname")
                .endsWith("---\n\n");
        assertThat(item.string("text").orElseThrow()).startsWith("The rule");
    }

    @Test
    void title_isTheHeading_orTheFileName_withoutFrontmatter() throws IOException {
        assertThat(item("```\n# code\n```\n# Real ##\n").string("title")).contains("Real");
        assertThat(item("\n\n").string("title")).contains("short-commits");
        assertThat(item("---\nname: \n---\n# Heading").string("title")).contains("Heading");
    }

    @Test
    void emptyFile_isAnEmptyCollection_andBackAgain() throws IOException {
        assertThat(text(NOTE.items(new byte[0]))).isEqualTo("[\n]\n");
        assertThat(NOTE.stored(bytes("[]"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "description | Other text      | description: \"Keep commits small\" | description: \"Other text\"",
                "description | say \"hi\"      | description: \"Keep commits small\" | description: \"say \\\"hi\\\"\"",
                "type        | project         | '  type: feedback'                  | '  type: project'",
                "type        | a: b            | '  type: feedback'                  | '  type: \"a: b\"'",
                "title       | Short commits   | name: short-commits                 | 'name: short-commits\ntitle: Short commits'",
            })
    void edit_changesOnlyItsLine(String key, String value, String before, String after) throws IOException {
        String expected = MODERN.replace(before, after);
        assertThat(expected).isNotEqualTo(MODERN);
        assertThat(edited(MODERN, key, value)).isEqualTo(expected);
        String crlf = MODERN.replace("\n", "\r\n");
        assertThat(edited(crlf, key, value)).isEqualTo(expected.replace("\n", "\r\n"));
    }

    @Test
    void edit_keepsTheStyleOfTheValue_whereItCan() throws IOException {
        assertThat(edited("---\ndescription: 'old'\n---\nx", "description", "it's"))
                .isEqualTo("---\ndescription: 'it''s'\n---\nx");
        assertThat(edited("---\ndescription: old # why\nz: 1\n---\nx", "description", "new text"))
                .isEqualTo("---\ndescription: new text # why\nz: 1\n---\nx");
        assertThat(edited("---\ndescription: old\n---\nx", "description", "no"))
                .isEqualTo("---\ndescription: \"no\"\n---\nx");
        assertThat(edited("---\ndescription: |\n  two\n  lines\n\nz: 1\n---\nx", "description", "one"))
                .isEqualTo("---\ndescription: \"one\"\n\nz: 1\n---\nx");
        assertThat(edited("---\ndescription:\nz: \ud83d\ude00\n---\nx", "description", "one"))
                .isEqualTo("---\ndescription: \"one\"\nz: \ud83d\ude00\n---\nx");
        assertThat(edited("---\nz: \ud83d\ude00\ntype: old\n---\nx", "type", "new"))
                .isEqualTo("---\nz: \ud83d\ude00\ntype: new\n---\nx");
    }

    @Test
    void edit_ofTags_keepsTheFormOfTheList() throws IOException {
        assertThat(edited("---\ntags: [a, b]\n---\nx", "tags", List.of("c", "d, e")))
                .isEqualTo("---\ntags: [c, \"d, e\"]\n---\nx");
        assertThat(edited("---\ntags:\n  - a\n  - b\nz: 1\n---\nx", "tags", List.of("c", "d")))
                .isEqualTo("---\ntags:\n  - c\n  - d\nz: 1\n---\nx");
        assertThat(edited("---\ntags: a, b\n---\nx", "tags", List.of("c", "d"))).isEqualTo("---\ntags: c, d\n---\nx");
        assertThat(edited("---\nz: 1\n---\nx", "tags", List.of("c"))).isEqualTo("---\nz: 1\ntags: [c]\n---\nx");
    }

    @Test
    void missingType_isAddedWhereTheFileHasTypes() throws IOException {
        assertThat(edited("---\nmetadata:\n    node_type: memory\n    x: 1\n---\nx", "type", "user"))
                .isEqualTo("---\nmetadata:\n    node_type: memory\n    type: user\n    x: 1\n---\nx");
        assertThat(edited("---\nname: a\n---\nx", "type", "user")).isEqualTo("---\nname: a\ntype: user\n---\nx");
    }

    @Test
    void newMemory_getsFrontmatterAsClaudeCodeWritesIt() throws IOException {
        JsonObject item = JsonObject.builder()
                .put("id", "area/short-commits")
                .put("type", "feedback")
                .put("description", "One: line")
                .put("text", "The rule.\n")
                .build();
        String file = stored(NOTE, item);
        assertThat(file).isEqualTo("""
                ---
                name: short-commits
                description: "One: line"
                metadata:
                  node_type: memory
                  type: feedback
                ---

                The rule.
                """);
        assertThat(item(file).string("text")).contains("The rule.\n");
    }

    @Test
    void newMemory_withATitleOnly_getsAHeading() throws IOException {
        JsonObject item = JsonObject.builder()
                .put("title", "Storage")
                .put("text", "## Context\nText\n")
                .build();
        assertThat(stored(NOTE, item)).isEqualTo("# Storage\n\n## Context\nText\n");
    }

    @Test
    void otherTitle_replacesTheHeadingThatWasTheTitle() throws IOException {
        String file = "# Old\r\n\r\nText\r\n";
        JsonObject changed =
                JsonObject.builder().putAll(item(file)).put("title", "New").build();
        byte[] items = ElementList.written(List.of(new ElementList.Memory(changed)));
        assertThat(text(NOTE.stored(items, bytes(file)))).isEqualTo("# New\r\n\r\nText\r\n");
    }

    @Test
    void otherText_winsOverTheTitleThatWasDerivedFromIt() throws IOException {
        String file = "# Old\n\nText\n";
        JsonObject changed = JsonObject.builder()
                .putAll(item(file))
                .put("text", "# New\n\nText\n")
                .build();
        byte[] items = ElementList.written(List.of(new ElementList.Memory(changed)));
        assertThat(text(NOTE.stored(items, bytes(file)))).isEqualTo("# New\n\nText\n");
    }

    @Test
    void removedField_isNotGiven_soTheFileKeepsIt() throws IOException {
        JsonObject item = item(MODERN);
        JsonObject less = JsonObject.builder()
                .put("frontmatter", item.string("frontmatter").orElseThrow())
                .put("text", item.string("text").orElseThrow())
                .build();
        assertThat(stored(NOTE, less)).isEqualTo(MODERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"text\":\"x\",\"use_count\":\"1\"}]",
                "[{\"text\":\"x\",\"id\":\"other\"}]",
                "[{\"text\":5}]",
                "[{\"text\":\"x\"},{\"text\":\"y\"}]",
                "[\"x\"]",
                "[5]",
                "{}",
                "[{\"text\":\"x\"}",
                "[{\"text\":\"\"}]",
                "[{\"text\":\"\\u0000\"}]",
                "[{\"text\":\"\\ud800\"}]",
                "[{\"text\":\"---\\na: b\\n---\\nx\"}]",
                "[{\"frontmatter\":\"a: b\\n\",\"text\":\"x\"}]",
                "[{\"frontmatter\":\"---\\na\\n---\\n\",\"text\":\"x\",\"type\":\"user\"}]",
                "[{\"text\":\"x\",\"title\":\"two\\nlines\"}]",
            })
    void impossibleNote_isRefused(String items) {
        assertThatThrownBy(() -> NOTE.stored(bytes(items))).isInstanceOf(DamagedException.class);
    }

    @Test
    void bytesThatAreNotText_areDamage() {
        assertThatThrownBy(() -> NOTE.items(new byte[] {'a', (byte) 0xff}))
                .isInstanceOfSatisfying(
                        DamagedException.class, e -> assertThat(e.offset()).isEqualTo(1));
        assertThatThrownBy(() -> NOTE.items(new byte[] {'a', 'b', 0})).isInstanceOf(DamagedException.class);
        assertThatThrownBy(() -> NOTE.items(new byte[StoredText.LARGEST + 1])).isInstanceOf(DamagedException.class);
    }

    /** Aliases that multiply, deep nesting, tags that name classes, and endless keys cost nothing and change nothing. */
    @Test
    void hostileYaml_isReadAsText() throws IOException {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            laughs.append("a%d: &a%d [%s, %s]\n".formatted(i, i, before, before));
        }
        List<String> hostile = List.of(
                laughs + "description: found\n",
                "[".repeat(60_000),
                "{a: ".repeat(10_000),
                "- ".repeat(20_000),
                "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]",
                "k: v\n".repeat(20_000),
                "? ".repeat(5_000),
                "a: &a [*a]",
                "%YAML 9.9",
                "\u0001: \u0007");
        for (String yaml : hostile) {
            String file = "---\n" + yaml + "\n---\n# Title\n";
            Assertions.assertTimeout(
                    Duration.ofSeconds(5),
                    () -> assertLossless(
                            NOTE, bytes(file), yaml.lines().findFirst().orElse("")));
        }
        assertThat(item("---\n" + hostile.getFirst() + "---\n").string("description"))
                .contains("found");
        assertThat(item("---\nkey: \"unclosed\n---\n# Title\n").string("title")).contains("Title");
    }

    @Test
    void deeplyNestedYaml_isText_andOtherFieldsAreFound() throws IOException {
        String file = "---\ntype: user\nx: " + "[".repeat(9000) + "]".repeat(9000) + "\n---\nx\n";
        assertLossless(NOTE, bytes(file), "nested");
        assertThat(item(file).string("type")).contains("user");
        assertThat(edited(file, "type", "project")).isEqualTo(file.replace("user", "project"));
        assertThat(item(file.replaceAll("\\[+]+", "[[[[]]]]")).string("type")).contains("user");
    }

    // Frontmatter that is not YAML

    private static final String UNQUOTED = """
            ---
            name: use-pnpm
            description: Use pnpm: never npm, see [docs] # 7
            metadata:
              node_type: memory
              note: a: b
              type: feedback
            tags: [git, style]
            ---

            The rule.
            """;

    @Test
    void unquotedColon_isReadByLines() throws IOException {
        JsonObject item = item(UNQUOTED);

        assertThat(item.string("title")).contains("use-pnpm");
        assertThat(item.string("description")).contains("Use pnpm: never npm, see [docs] # 7");
        assertThat(item.string("type")).contains("feedback");
        assertThat(item.strings("tags")).containsExactly("git", "style");
        assertLossless(NOTE, bytes(UNQUOTED), UNQUOTED);
        assertLossless(NOTE, bytes(UNQUOTED.replace("\n", "\r\n")), UNQUOTED);
        assertThat(item(UNQUOTED.replace("\n", "\r\n")).string("type")).contains("feedback");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "description | Use npm           | 'Use pnpm: never npm, see [docs] # 7' | Use npm",
                "description | Use npm: no pnpm  | 'Use pnpm: never npm, see [docs] # 7' | '\"Use npm: no pnpm\"'",
                "type        | project           | type: feedback                        | type: project",
                "title       | Use it            | description:                          | 'title: Use it\ndescription:'",
            })
    void fieldOfFrontmatterThatIsNotYaml_isEditedInItsLine(String key, String value, String before, String after)
            throws IOException {
        String expected = UNQUOTED.replace(before, after);
        assertThat(expected).isNotEqualTo(UNQUOTED);
        assertThat(edited(UNQUOTED, key, value)).isEqualTo(expected);
        assertThat(edited(UNQUOTED.replace("\n", "\r\n"), key, value)).isEqualTo(expected.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'description: \"He said \"no\" twice\"'    | 'He said \"no\" twice'",
                "'description: ''it''s fine'''              | 'it''s fine'",
                "'description: @team reviews'               | '@team reviews'",
                "'description: **bold** first'              | '**bold** first'",
                "'description: 100%: done'                  | '100%: done'",
                "'description: \"unclosed'                  | '\"unclosed'",
                "'description: >-\n  a: b\n  c: d\nx: y: z' | 'a: b c: d'",
            })
    void valueThatIsNotYaml_isTheTextOfItsLine(String yaml, String description) throws IOException {
        JsonObject item = item("---\n" + yaml + "\ntype: user\n---\nText\n");
        assertThat(item.string("description")).contains(description);
        assertThat(item.string("type")).contains("user");
    }

    @Test
    void valueWhoseEndIsUnclear_isReadButNotEdited() throws IOException {
        String file = "---\nname: a\ndescription: Use pnpm: never\n  npm or yarn\ntype: user\n---\nText\n";
        assertThat(item(file).string("description")).contains("Use pnpm: never");
        assertThatThrownBy(() -> edited(file, "description", "Other"))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("its end is unclear");
        assertThat(edited(file, "type", "project")).isEqualTo(file.replace("user", "project"));
    }

    @Test
    void hostileText_takesLinearTime() {
        String text = "[[a".repeat(200_000) + "](".repeat(200_000) + "mem:".repeat(200_000);
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> NOTE.items(bytes(text)));
    }
}

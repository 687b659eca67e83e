package loom.aml.cli.english;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Comments, messages, pages, schemas, scripts and names of tests are in plain English: no phrase of
 * {@link Phrase#DROPPED}.
 */
class EnglishTest {
    private static final Path PROJECT = Path.of("..");

    @ParameterizedTest
    @CsvSource({"aml-core", "aml-cli", "aml-server", "aml-sample", "aml-bench", "aml-sqlite", "aml-mail", "aml-cloud"})
    void commentsAndMessages_arePlainEnglish(String module) throws IOException {
        assertThat(offences(module + "/src/main", ".java", source -> Paragraph.ofJava(source, false)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"aml-core", "aml-cli", "aml-server", "aml-sample", "aml-proof", "aml-sqlite", "aml-mail", "aml-cloud"})
    void tests_haveNamesInPlainEnglish(String module) throws IOException {
        assertThat(offences(module + "/src/test/java", ".java", source -> Paragraph.ofJava(source, true)))
                .isEmpty();
    }

    @Test
    void pages_arePlainEnglish() throws IOException {
        assertThat(offences("docs", ".md", Paragraph::ofMarkdown)).isEmpty();
        for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
            assertThat(offences(page, ".md", Paragraph::ofMarkdown)).isEmpty();
        }
    }

    @Test
    void schemas_arePlainEnglish() throws IOException {
        assertThat(offences("docs/json", ".json", Paragraph::ofSchema)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"aml", ".ci", "docs/recover.sh", "docs/decrypt.sh", "aml-cli/src/main/launcher"})
    void scripts_arePlainEnglish(String script) throws IOException {
        assertThat(offences(script, "", Paragraph::ofScript)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aml-core/",
                "aml-cli/",
                "aml-server/",
                "aml-sample/",
                "aml-bench/",
                "aml-proof/",
                "aml-sqlite/",
                "aml-mail/",
                "aml-cloud/"
            })
    void buildFiles_arePlainEnglish(String module) throws IOException {
        assertThat(offences(module + "pom.xml", ".xml", Paragraph::ofXml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the rule that condemned it",
                "the nearest folder lies beside it",
                "what leaves is kept",
                "this is no store of memories",
                "the index is made anew",
                "empty, nothing if there is none",
                "nobody is told of alerts",
                "mend the script",
                "a snapshot is taken for a fresh one",
                "left as it is, and the file that it speaks of too",
                "kept, for it may be referred to",
                "the last sign of life of the store",
                "a write in flight",
            })
    void phrase_thatIsDroppedIsFound(String sentence) {
        assertThat(Phrase.DROPPED)
                .anyMatch(phrase -> phrase.pattern().matcher(sentence).find());
    }

    @Test
    void paragraphs_areFoundWhereverTheyAre() {
        String source = """
                /**
                 * Returns it.
                 *
                 * <p>Second one
                 * goes on with {@code code lies}.
                 * @return a value
                 */
                void a() { // a comment
                    say("a \\"message\\"", 'c', '"');
                }
                """;
        assertThat(Paragraph.ofJava(source, false))
                .containsExactly(
                        new Paragraph(1, "Returns it."),
                        new Paragraph(4, "Second one goes on with X."),
                        new Paragraph(6, "@return a value"),
                        new Paragraph(8, "a comment"),
                        new Paragraph(9, "a \\message\\"));
        assertThat(Paragraph.ofJava("void undo_putsItBack() {}", true))
                .containsExactly(new Paragraph(1, "undo . puts it back"));
        assertThat(Paragraph.ofMarkdown("# What lies\n\nOne `lies`\n\n```\nlies\n```\ntwo\n"))
                .containsExactly(new Paragraph(3, "One X"), new Paragraph(8, "two"));
        assertThat(Paragraph.ofScript("#!/bin/sh\n# Starts\n# it.\necho 1 # one\n  # Two\n"))
                .containsExactly(new Paragraph(2, "Starts it."), new Paragraph(5, "Two"));
        assertThat(Paragraph.ofXml("<a>\n  <!-- One\n       two. -->\n</a>"))
                .containsExactly(new Paragraph(2, "One two."));
    }

    private static List<String> offences(String root, String ending, Function<String, List<Paragraph>> paragraphs)
            throws IOException {
        List<String> found = new ArrayList<>();
        Path start = PROJECT.resolve(root);
        if (Files.notExists(start)) {
            return found;
        }
        try (Stream<Path> files = Files.walk(start)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                for (Paragraph paragraph : paragraphs.apply(Files.readString(file))) {
                    find(PROJECT.relativize(file) + ":" + paragraph.line(), paragraph.text(), found);
                }
            }
        }
        return found;
    }

    private static void find(String place, String text, List<String> found) {
        for (Phrase phrase : Phrase.DROPPED) {
            Matcher matcher = phrase.pattern().matcher(text);
            while (matcher.find()) {
                int end = Math.min(text.length(), matcher.end() + 40);
                found.add(place + ": " + phrase.name() + " in '"
                        + text.substring(Math.max(0, matcher.start() - 40), end) + "'");
            }
        }
    }
}

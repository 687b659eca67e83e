package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of a sample read like the memories of agents. */
class VocabularyTest {
    private static final Pattern OPEN_PART = Pattern.compile("\\{[a-z]+2?(:\\w+)?}|\\{\\d+-\\d+}|[⏎⇥␛]");

    @TempDir
    private Path directory;

    static Stream<List<Story>> stories() {
        return Stream.of(Vocabulary.PATTERNS, Vocabulary.SOLUTIONS, Vocabulary.DECISIONS);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void shortestItem_hasTwoWordsInWhichANearDuplicateMayDiffer(List<Story> stories) {
        for (Story story : stories) {
            for (int item = 0; item < 300; item++) {
                Prose prose = new Prose();
                prose.begin(Planting.draw(0, Label.FRESH, new Draws(item)));
                // The minimum texts of every item of the kind.
                if (story.has("factor")) {
                    story.some("factor", 1, 1, prose);
                } else {
                    story.some(story.has("cause") ? "cause" : "why", 2, 2, prose);
                }
                assertThat(prose.words()).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void stories_areMany(List<Story> stories) {
        assertThat(stories).hasSizeGreaterThanOrEqualTo(15);
    }

    @Test
    void items_haveMoreThanAThousandTitlesAndNoOpenParts() throws IOException {
        Set<String> titles = new HashSet<>();
        Sample.of(Sample.DEFAULT.withItems(5_000).withRot(0), directory).read((item, planted) -> {
            String text = new String(item.copyBytes(), StandardCharsets.UTF_8);
            assertThat(OPEN_PART
                            .matcher(text.replaceAll("\"code\\w+\": .*", ""))
                            .find())
                    .as(text)
                    .isFalse();
            titles.add(title(item, text));
        });

        assertThat(titles).hasSizeGreaterThan(1_000);
    }

    private static String title(Item item, String text) {
        String key = item.kind() == ItemKind.PATTERN
                ? "technique"
                : item.kind() == ItemKind.SOLUTION ? "errorMessage" : "question";
        int start = text.indexOf("\"" + key + "\": ");
        return text.substring(start, text.indexOf('\n', start));
    }
}

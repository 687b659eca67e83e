package loom.aml.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangedLinesTest {
    private static String shown(String before, String after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        ChangedLines.print(before, after, new Style(false), print);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void changes_areShownWithAdjacentLines() {
        assertThat(shown("{\n  1,\n  2,\n  3,\n  4,\n  5,\n  6\n}", "{\n  1,\n  2,\n  3,\n  4,\n  5,\n  six,\n  7\n}"))
                .isEqualTo("""
                            (5 lines as before)
                              5,
                          -   6
                          +   six,
                          +   7
                            }
                        """);
    }

    @Test
    void aTrailingComma_isIgnored() {
        assertThat(shown("{\n  1\n}", "{\n  1,\n  2\n}")).isEqualTo("""
                    (1 line as before)
                      1
                  +   2
                    }
                """);
    }

    @Test
    void distantChanges_areShownSeparately() {
        String before = lines(100, -1, -1);
        String after = lines(100, 20, 60);
        assertThat(shown(before, after)).isEqualTo("""
                    (19 lines as before)
                    line 19
                  - line 20
                  + changed
                    line 21
                    (37 lines as before)
                    line 59
                  - line 60
                  + changed
                    line 61
                    (38 lines as before)
                """);
    }

    private static String lines(int count, int one, int other) {
        return IntStream.range(0, count)
                .mapToObj(i -> i == one || i == other ? "changed" : "line " + i)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aTextOnOneLine_isShownBeforeAndAfter() {
        assertThat(shown("{\"a\":1}", "{\"a\":1,\"b\":2}")).isEqualTo("  - {\"a\":1}\n  + {\"a\":1,\"b\":2}\n");
    }

    @Test
    void controlCharacters_doNotReachTheTerminal() {
        assertThat(shown("a", "\u001b[31m")).isEqualTo("  - a\n  + \\x1b[31m\n");
    }

    @Test
    void textsTooLongToCompare_areShownCompletely() {
        String before = "a\n".repeat(3_000);
        String after = "b\n".repeat(3_000);
        assertThat(shown(before, after).lines()).hasSize(6_000);
    }
}

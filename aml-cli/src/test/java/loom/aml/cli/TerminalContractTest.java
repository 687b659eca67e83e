package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The output of each command on a terminal of eighty columns. */
class TerminalContractTest {
    private static final int COLUMNS = 80;

    /** A path or a name can exceed the width; it has its own line after the indent. */
    private static final int LONG_WORD = 36;

    /** Output for other programs, or output that must not be wrapped. */
    private static final Set<String> FOR_PROGRAMS =
            Set.of("--format prometheus", "--raw", "completion ", "config init --print");

    @TempDir
    private static Path made;

    private static MadeSituations situations;

    @BeforeAll
    static void makeSituations() throws IOException {
        situations = new MadeSituations(made);
    }

    static List<Scenario> scenarios() throws IOException {
        return Scenario.all().stream()
                .filter(scenario -> FOR_PROGRAMS.stream().noneMatch(scenario.line()::contains))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void lines_fitTheTerminal(Scenario scenario, @TempDir Path project) throws IOException {
        Cli.Result result = situations.play(
                scenario, project, cli -> cli.onTerminal().with("COLUMNS", Integer.toString(COLUMNS)), "--no-color");

        assertThat(Stream.concat(result.out().lines(), result.err().lines())
                        .filter(line -> line.length() > COLUMNS && !hasLongWord(line)))
                .isEmpty();
    }

    private static boolean hasLongWord(String line) {
        return Arrays.stream(line.split(" ")).anyMatch(word -> word.length() > LONG_WORD);
    }
}

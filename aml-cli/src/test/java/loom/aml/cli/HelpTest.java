package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The help, and the suggestions for mistyped command lines. */
class HelpTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void cli() {
        cli = new Cli(directory);
    }

    @Test
    void help_ofACommandIsTheSameInBothSpellings() {
        for (CommandEntry entry : Commands.ALL) {
            String asOption = cli.run((entry.fullName() + " --help").split(" ")).out();
            assertThat(cli.run(("help " + entry.fullName()).split(" ")).out()).isEqualTo(asOption);
        }
        assertThat(cli.run("help").out()).isEqualTo(cli.run("--help").out());
    }

    @Test
    void help_ofAGroupListsItsCommandsInEachSpelling() {
        List<String> groups = Commands.ALL.stream()
                .filter(entry -> entry.isInGroup())
                .map(entry -> entry.words().getFirst())
                .distinct()
                .toList();
        assertThat(groups).contains("backup", "monitor");
        for (String group : groups) {
            Cli.Result result = cli.run(group, "--help");
            assertThat(result.code()).isEqualTo(ExitCode.DONE);
            for (CommandEntry entry : Commands.group(group)) {
                assertThat(result.out()).contains(entry.fullName(), entry.summary());
            }
            assertThat(cli.run("help", group).out()).isEqualTo(result.out());
            assertThat(cli.run("anywhere", group, "-h").out()).isEqualTo(result.out());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {66, 80, 200})
    void help_fitsTheTerminal(int columns) {
        cli.onTerminal().with("COLUMNS", Integer.toString(columns));
        for (CommandEntry entry : Commands.ALL) {
            String help = cli.run(("help " + entry.fullName()).split(" ")).out();
            // Examples are not wrapped, so they can be copied.
            assertThat(help.replace(entry.command().example(), "").lines())
                    .as(entry.fullName())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        }
        assertThat(cli.run("help").out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        assertThat(cli.run("help", "backup").out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    }

    @Test
    void messages_fitTheTerminal_andAreOneLineElsewhere() {
        assertThat(cli.run("sample", "store", "--items", "200", "--seed", "1").code())
                .isEqualTo(ExitCode.DONE);
        assertThat(cli.run("store", "show", "1").err()).hasLineCount(1);

        cli.onTerminal().with("COLUMNS", "72");
        assertThat(cli.run("store", "show", "1").err().lines())
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(72));
    }

    @Test
    void help_ofACommandOnAStoreShowsTheOtherSpelling() {
        assertThat(cli.run("help", "prune").out()).contains("aml PATH prune");
        assertThat(cli.run("help", "demo").out()).doesNotContain("aml PATH");
    }

    @Test
    void help_isOneJsonDocumentToo() throws Exception {
        assertThat(cli.run("help", "undo", "--json").json().string("help").orElseThrow())
                .contains("Exit codes:");
    }

    @Test
    void helpAndVersion_areTextForProgramsToo() {
        assertThat(cli.run("--help", "--json").out())
                .isEqualTo(cli.run("--help").out());
        assertThat(cli.run("--version", "--json").out())
                .isEqualTo(cli.run("--version").out())
                .isNotEmpty();
    }

    @Test
    void group_aloneIsWrongUsage_andListsTheSubcommands() {
        Cli.Result result = cli.run("backup");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("'aml backup create'", "'aml backup restore'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    prnue                                      | did you mean 'aml prune'
                    backup lst                                 | did you mean 'aml backup list'
                    serch timeout                              | unknown command 'serch'; did you mean 'aml search'
                    shop prnue                                 | did you mean 'aml prune'
                    backup diff                                | 'aml backup diff' needs BEFORE
                    completion                                 | 'aml completion' needs SHELL
                    search x --limit 1e3                       | '1e3' is not a whole number
                    help optimze                               | did you mean 'aml help optimize'
                    help backup lst                            | did you mean 'aml help backup list'
                    prune --drry-run                           | did you mean '--dry-run'
                    prune --aggresive=1                        | did you mean '--aggressive'
                    prune --strategies time_based --agent x    | did you mean '--agents'
                    prune --wholly-unheard-of                  | 'aml prune --help' explains it
                    prune shop/.loom/memory                    | 'aml shop/.loom/memory prune'
                    backup shop/.loom/memory list              | 'aml shop/.loom/memory backup list'
                    history everything                         | 'aml history --help' explains it
                    completion tcsh                            | use bash, zsh or fish
                    --wrong                                    | 'aml --help' lists the commands
                    gc                                         | 'gc' is 'aml optimize gc'
                    gc --dry-run                               | 'gc' is 'aml optimize gc'
                    restore                                    | 'restore' is 'aml backup restore'
                    restore latest                             | 'restore' is 'aml backup restore'
                    verify --all                               | 'verify' is 'aml backup verify'
                    shop/.loom/memory health                   | 'health' is 'aml shop/.loom/memory monitor health'
                    verfy                                      | did you mean 'aml backup verify'
                    --tag                                      | did you mean '--tags' of 'aml add'
                    --dry-run                                  | '--dry-run' needs a command; it is an option of 'aml maintain'
                    -n                                         | did you mean '--dry-run' of 'aml maintain'
                    maintain -n                                | did you mean '--dry-run'
                    history -n 5                               | did you mean '--limit'
                    prune -x                                   | 'aml prune --help' explains it
                    search timeout --tag database              | did you mean '--tags'
                    search timeout -n 5                        | did you mean '--limit'
                    search timeout -t 5                        | did you mean '--types'
                    add patern                                 | unknown kind 'patern'; did you mean 'pattern'
                    add thing                                  | use pattern, solution, decision, note or entry
                    help --log-format jsn                      | unknown log format 'jsn'; did you mean 'json'
                    """)
    void mistake_isAnsweredWithASuggestion(String words, String answer) {
        Cli.Result result = cli.run(words.split(" "));
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(answer).hasLineCount(1);
    }

    /** A terminal of 24 lines also shows the prompt below. */
    @Test
    void overview_fitsOneScreen_withAStoreAndWithout() {
        cli.onTerminal().with("COLUMNS", "80");
        List<String> empty = cli.run().out().lines().toList();
        cli.run("sample", ".loom/memory", "--items", "200", "--seed", "1");
        List<String> never = cli.run().out().lines().toList();
        cli.run("monitor", "metrics");
        List<String> measured = cli.run().out().lines().toList();

        for (List<String> screen : List.of(empty, never, measured)) {
            assertThat(screen)
                    .hasSizeLessThan(24)
                    .allSatisfy(line -> assertThat(plain(line).length()).isLessThanOrEqualTo(80));
        }
        assertThat(words(empty)).contains("aml init", "aml demo");
        assertThat(words(never)).contains("6 agents", "Never measured");
        assertThat(words(measured)).contains("200 items", "6 agents", "(measured just now)");
    }

    private static String words(List<String> screen) {
        return String.join(" ", screen).replaceAll(" +", " ");
    }

    private static String plain(String line) {
        return line.replaceAll("\u001b\\[[0-9]*m", "");
    }

    @Test
    void overview_showsEachCommandUnderItsTopic() {
        String overview = cli.run().out();
        String help = cli.run("--help").out();
        for (Topic topic : Topic.values()) {
            assertThat(overview).contains("\n" + topic.title() + " ");
            assertThat(help).contains("\n" + topic.title() + "\n");
            List<Overview.Line> lines = Overview.LINES.stream()
                    .filter(line -> line.topic() == topic)
                    .toList();
            lines.stream()
                    .filter(Overview.Line::isGroup)
                    .flatMap(line -> Commands.group(line.commands()).stream())
                    .forEach(
                            entry -> assertThat(overview).contains(entry.words().getLast()));
            String words = lines.stream().map(Overview.Line::commands).reduce("", (all, line) -> all + ", " + line);
            for (CommandEntry entry : topic.commands()) {
                if (entry != CommandEntry.HELP) {
                    assertThat(words + ",")
                            .as(entry.fullName())
                            .contains(" " + entry.words().getFirst() + ",");
                }
            }
        }
    }

    @Test
    void overview_changesNothing_andReportsWhyAStoreCannotBeRead() throws Exception {
        cli.run("sample", ".loom/memory", "--items", "200", "--seed", "1");
        Files.writeString(directory.resolve(".loom/aml.toml"), "[prune]\nmax_age = 3\n");
        Cli.Result result = cli.run();
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("max_age");
        assertThat(directory.resolve(".loom/memory/.aml")).doesNotExist();
    }

    @Test
    void overview_namesTheOpenAlert() throws Exception {
        cli.run("sample", ".loom/memory", "--items", "200", "--seed", "1");
        Files.writeString(
                Files.createDirectories(directory.resolve(".loom/memory/broken"))
                        .resolve("patterns.json"),
                "[");
        cli.run("monitor", "metrics");
        assertThat(cli.run().out()).contains("1 open alert", "aml monitor alerts");
    }

    @Test
    void optionsWithAValue_mayPrecedeTheCommand() {
        assertThat(cli.run("--log-format", "text", "help").out()).contains("maintain");
    }

    @Test
    void options_stateTheirDefaults() {
        for (CommandEntry entry : Commands.ALL) {
            Options.specOf(entry).options().stream()
                    .filter(option -> option.paramLabel().matches("N|DAYS|FORMAT|S|F"))
                    .forEach(option -> assertThat(String.join(" ", option.description()))
                            .as(entry.fullName() + " " + option.longestName())
                            .matches(".*(\\(.+\\)|; [0-9].*|[Dd]efault.*)\\.?"));
        }
    }
}

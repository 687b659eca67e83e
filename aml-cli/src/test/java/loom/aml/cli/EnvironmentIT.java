package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loom.aml.CaseSample;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real program behaves the same in every environment: locale, options of other programs, a deleted working
 * directory, invalid bytes.
 */
class EnvironmentIT {
    @TempDir
    private Path directory;

    private Path store;

    @BeforeEach
    void makeStore() throws Exception {
        store = directory.resolve("p/.loom/memory");
        assertThat(aml("sample", store.toString(), "--items", "24", "--agents", "1", "--seed", "1", "-q")
                        .code())
                .isZero();
        for (String agent : List.of("r\udce9viseur", "größe-日本", "cafe\u0301")) {
            Path made = Files.createDirectory(FileName.resolve(store, agent));
            Files.writeString(made.resolve("patterns.json"), "[]");
        }
    }

    private Launcher.Result aml(String... words) throws Exception {
        return Launcher.aml(directory, words);
    }

    /** Runs a line of a shell, in which {@code "$AML"} is the program and {@code "$STORE"} the store. */
    private Launcher.Result sh(String line) throws Exception {
        return Launcher.run(
                directory,
                Map.of("AML", Launcher.HOME.resolve("aml").toString(), "STORE", store.toString()),
                List.of("sh", "-c", line));
    }

    private static List<String> agents(Launcher.Result result) throws Exception {
        assertThat(result.code()).as(result.err()).isZero();
        return JsonObject.parse(result.out()).objects("agents").stream()
                .map(agent -> agent.string("agent").orElse("?"))
                .toList();
    }

    static List<String> locales() {
        return CaseSample.oneOf(
                4,
                List.of(
                        "LC_ALL=C",
                        "LC_ALL=POSIX",
                        "LANG=xx_XX.UTF-8",
                        "LC_ALL=xx_XX.UTF-8",
                        "LC_CTYPE=UTF-8",
                        "LANG=xx_XX.ISO-8859-1",
                        "LC_ALL=en_US.ISO-8859-1",
                        "LC_ALL=xx_XX",
                        "LC_ALL=",
                        "LANGUAGE=de"));
    }

    @ParameterizedTest
    @MethodSource("locales")
    void names_areTheSameUnderEveryLocale(String locale) throws Exception {
        String start = "env -i PATH=\"$PATH\" LOOM_AML_NO_BUILD=1 '" + locale + "' \"$AML\" \"$STORE\" ";

        assertThat(agents(sh(start + "agents --json"))).contains("r\udce9viseur", "größe-日本", "cafe\u0301");
        assertThat(sh(start + "agents").out()).contains("r\\xe9viseur", "größe-日本", "cafe\u0301");
        Launcher.Result one = sh(start + "prune --dry-run --json --agents \"$(printf 'r\\351viseur')\"");
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(sh(start + "prune --dry-run --json --agents größe-日本").code())
                .isZero();
        assertThat(sh(start + "maintain --yes --quiet").err()).isEmpty();
    }

    @Test
    void aPath_isUsedByteForByte() throws Exception {
        Launcher.Result made = sh("d=$(printf 'projet-\\351t\\351'); mkdir \"$d\"; \"$AML\" init \"$d/.loom/memory\"");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("projet-\\xe9t\\xe9");
        assertThat(FileName.resolve(directory, "projet-\udce9t\udce9/.loom/memory"))
                .isDirectory();
        assertThat(names()).containsExactlyInAnyOrder("p", "projet-\udce9t\udce9");
    }

    private List<String> names() throws Exception {
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(FileName.last(entry)));
        }
        return names;
    }

    @Test
    void aTarget_andTheWorkingDirectory_areUsedByteForByte() throws Exception {
        Launcher.Result restored = sh("\"$AML\" \"$STORE\" backup create -q && \"$AML\" \"$STORE\" backup restore"
                + " --target \"$(printf 'back-\\377')\" -q");
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(FileName.resolve(directory, "back-\udcff/r\udce9viseur/patterns.json"))
                .exists();

        Launcher.Result inside =
                sh("d=$(printf 'in-\\377'); mkdir \"$d\"; cd \"$d\"; \"$AML\" init -q && \"$AML\" agents --json");
        assertThat(inside.code()).as(inside.err()).isZero();
        assertThat(JsonObject.parse(inside.out()).string("store").orElseThrow()).endsWith("/in-\udcff/.loom/memory");
        assertThat(names()).containsExactlyInAnyOrder("p", "back-\udcff", "in-\udcff");
    }

    @Test
    void aVariable_isReadByteForByte() throws Exception {
        Launcher.Result shown = sh("f=$(printf 'c-\\377.toml'); echo '[prune]' >\"$f\";"
                + " LOOM_AML_CONFIG=$f \"$AML\" \"$STORE\" config path --json");

        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(JsonObject.parse(shown.out()).string("file").orElseThrow()).endsWith("/c-\udcff.toml");
    }

    @Test
    void anArgumentThatBeginsWithAt_isText() throws Exception {
        Files.writeString(directory.resolve("options"), "--dry-run");
        Launcher.Result searched = aml(store.toString(), "search", "@options", "--json");

        assertThat(searched.code()).as(searched.err()).isZero();
        assertThat(aml(store.toString(), "prune", "--agents", "@options").err()).contains("no agent '@options'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"})
    void optionsForOthers_doNotMatter(String variable) throws Exception {
        List<String> options =
                List.of("-XX:+UseG1GC", "-XX:+UseParallelGC", "-Xmx4m", "-verbose:gc", "-Xnosuch", "@nosuch");
        for (String option : CaseSample.oneOf(3, options)) {
            Launcher.Result result = sh(variable + "='" + option + "' \"$AML\" \"$STORE\" agents --json");

            assertThat(result.err()).as(option).isEmpty();
            assertThat(agents(result)).contains("größe-日本");
        }
    }

    static List<String> otherVariables() {
        return CaseSample.oneOf(
                4,
                List.of(
                        "CDPATH=/:/tmp",
                        "JAVA_HOME=/nowhere",
                        "CLASSPATH=/nowhere/*",
                        "ENV=/etc/passwd",
                        "BASH_ENV=/etc/passwd",
                        "IFS=/",
                        "TMPDIR=/nowhere",
                        "TZ=Not/AZone",
                        "HOME=/nowhere",
                        "HOME=",
                        "PATH=",
                        "COLUMNS=none",
                        "POSIXLY_CORRECT=1",
                        "LOCPATH=/nowhere"));
    }

    @ParameterizedTest
    @MethodSource("otherVariables")
    void otherVariables_doNotMatter(String variable) throws Exception {
        Launcher.Result result = sh("exec /usr/bin/env '" + variable + "' \"$AML\" \"$STORE\" agents --json");

        assertThat(result.err()).isEmpty();
        assertThat(agents(result)).contains("größe-日本");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<&-", "2>&-", "</dev/full"})
    void streamsThatAreClosed_doNotMatter(String redirection) throws Exception {
        assertThat(agents(sh("\"$AML\" \"$STORE\" agents --json " + redirection)))
                .contains("größe-日本");
    }

    @Test
    void optionsForAml_reachItsJvm() throws Exception {
        assertThat(sh("LOOM_AML_JAVA_OPTIONS='-Xmx200m -Dx=y' \"$AML\" \"$STORE\" agents --json")
                        .code())
                .isZero();
        assertThat(sh("LOOM_AML_JAVA_OPTIONS='-Xnosuch' \"$AML\" \"$STORE\" agents")
                        .code())
                .isNotZero();
    }

    @Test
    void fromADeletedDirectory_anAbsolutePathWorks() throws Exception {
        String gone = "mkdir gone; cd gone; rmdir ../gone; ";

        assertThat(agents(sh(gone + "\"$AML\" \"$STORE\" agents --json"))).contains("größe-日本");
        assertThat(agents(sh(gone + "mkdir ../gone; \"$AML\" \"$STORE\" agents --json; r=$?; rmdir ../gone; exit $r")))
                .contains("größe-日本");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"agents", "../p/.loom/memory agents", "init", "init here", "\"$STORE\" backup restore --target t"
            })
    void fromADeletedDirectory_otherPathsAreRejectedInOneSentence(String words) throws Exception {
        Launcher.Result refused =
                sh("\"$AML\" \"$STORE\" backup create -q; mkdir gone; cd gone; rmdir ../gone; \"$AML\" " + words);

        assertThat(refused.code()).isBetween(2, 4);
        // The shell of the launcher prints its own message.
        assertThat(refused.err().lines().filter(line -> !line.contains("getcwd")))
                .hasSize(1)
                .allMatch(line -> line.startsWith("aml: ") && line.contains("the current directory"));
        assertThat(names()).containsExactly("p");
    }

    @Test
    void childProcesses_haveTheEnvironmentOfTheCaller() throws Exception {
        Path seen = directory.resolve("seen");
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.createDirectories(home.resolve(".config/aml"));
        Launcher.Result tested = Launcher.run(
                directory,
                Map.of(
                        "HOME",
                        home.toString(),
                        "LC_ALL",
                        "xx_XX.UTF-8",
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx99m",
                        "LOOM_AML_ALERTS_COMMAND",
                        "env >'" + seen + "'"),
                List.of(Launcher.HOME.resolve("aml").toString(), store.toString(), "monitor", "alerts", "test"));

        assertThat(tested.code()).as(tested.err()).isZero();
        assertThat(Files.readString(seen))
                .contains("LC_ALL=xx_XX.UTF-8\n", "JAVA_TOOL_OPTIONS=-Xmx99m\n")
                .doesNotContain("LOOM_AML_CALLER_", "LOOM_AML_LAUNCHER");
    }
}

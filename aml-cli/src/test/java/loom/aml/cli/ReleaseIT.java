package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle of a release, unpacked in a strange place on a machine that knows no Java. */
class ReleaseIT {
    private static final String BUNDLE = System.getProperty("aml.bundle", "");

    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void unpacked() throws Exception {
        Assumptions.assumeFalse(BUNDLE.isEmpty(), "no bundle: mvn -Prelease verify makes one");
        Launcher.Result tar = Launcher.run(directory, Map.of(), List.of("tar", "-xzf", BUNDLE));
        assertThat(tar.err()).isEmpty();
        try (Stream<Path> entries = Files.list(directory)) {
            Path unpacked = entries.findFirst().orElseThrow();
            home = Files.move(unpacked, unpacked.resolveSibling("my programs é"));
        }
    }

    private Launcher.Result aml(Path home, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + toolsWithoutJava()));
        command.add(home.resolve("bin/aml").toString());
        command.addAll(List.of(words));
        return Launcher.run(directory, Map.of(), command);
    }

    /** The little that a launcher may use. */
    private Path toolsWithoutJava() throws Exception {
        Path tools = directory.resolve("tools");
        if (Files.notExists(tools)) {
            Files.createDirectory(tools);
            Files.createSymbolicLink(
                    tools.resolve("readlink"), Path.of("/usr/bin/readlink").toRealPath());
        }
        return tools;
    }

    @Test
    void bundle_runsWithoutJavaWhereverItLies() throws Exception {
        assertThat(aml(home, "--version").out()).isEqualTo("aml " + Version.NUMBER + "\n");
        Path store = directory.resolve("store");
        for (String[] words : new String[][] {
            {"sample", store.toString(), "--items", "300"},
            {store.toString(), "maintain"},
            {store.toString(), "backup", "restore", "--dry-run"},
            {store.toString(), "config", "init"},
            {store.toString(), "config", "show"},
            {store.toString(), "monitor", "report"},
            {store.toString(), "undo"},
        }) {
            Launcher.Result result = aml(home, words);
            assertThat(result.err()).as(String.join(" ", words)).isEmpty();
            assertThat(result.code()).as(String.join(" ", words)).isZero();
        }
        Path moved = Files.move(home, directory.resolve("elsewhere"));
        assertThat(aml(moved, store.toString(), "history").code()).isZero();
    }

    @Test
    void bundle_worksThroughALinkAndFromItsOwnFolder() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), home.resolve("bin/aml"));
        String tools = toolsWithoutJava().toString();
        Launcher.Result linked =
                Launcher.run(directory, Map.of(), List.of("env", "-i", "PATH=" + tools, link.toString(), "--version"));
        assertThat(linked.out()).startsWith("aml ");
        Launcher.Result inside = Launcher.run(
                home.resolve("bin"), Map.of(), List.of("env", "-i", "PATH=" + tools, "./aml", "--version"));
        assertThat(inside.out()).startsWith("aml ");
    }

    @Test
    void bundle_takesItsCachesAlsoAfterAMove() throws Exception {
        for (String cache : List.of("look.aot", "store.aot", "aml.aot")) {
            Path app = home.resolve("lib/app");
            Launcher.Result strict = Launcher.run(
                    directory,
                    Map.of(),
                    List.of(
                            home.resolve("lib/runtime/bin/java").toString(),
                            "@" + app.resolve("jvm.options"),
                            "-XX:AOTMode=on",
                            "-XX:AOTCache=" + app.resolve(cache),
                            "-cp",
                            app.resolve("lib/aml-cli.jar").toString(),
                            "loom.aml.cli.Main",
                            "--version"));
            assertThat(strict.err()).as(cache).isEmpty();
            assertThat(strict.out()).startsWith("aml ");
        }
    }

    @Test
    void bundle_hasItsManualItsCompletionsAndItsLicences() {
        assertThat(home.resolve("share/man/man1/aml.1")).isNotEmptyFile();
        assertThat(home.resolve("share/bash-completion/completions/aml")).isNotEmptyFile();
        assertThat(home.resolve("share/zsh/site-functions/_aml")).isNotEmptyFile();
        assertThat(home.resolve("share/fish/vendor_completions.d/aml.fish")).isNotEmptyFile();
        assertThat(home.resolve("LICENSE")).isNotEmptyFile();
        assertThat(home.resolve("README.md")).isNotEmptyFile();
        assertThat(home.resolve("lib/runtime/legal/java.base/LICENSE")).isNotEmptyFile();
    }

    @Test
    void debianPackage_runsFromItsTree() throws Exception {
        Path folder = Path.of(BUNDLE).getParent();
        List<Path> packages;
        try (Stream<Path> files = Files.list(folder)) {
            packages = files.filter(file -> file.toString().endsWith(".deb")).toList();
        }
        Assumptions.assumeFalse(packages.isEmpty(), "no Debian package: it is made where dpkg-deb is");
        Path root = Files.createDirectory(directory.resolve("root"));
        Launcher.run(
                directory, Map.of(), List.of("dpkg", "-x", packages.getFirst().toString(), root.toString()));
        Launcher.Result result = Launcher.run(
                directory,
                Map.of(),
                List.of(
                        "env",
                        "-i",
                        "PATH=" + toolsWithoutJava(),
                        root.resolve("usr/bin/aml").toString(),
                        "--version"));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("aml ");
        assertThat(root.resolve("usr/share/man/man1/aml.1")).isNotEmptyFile();
    }
}

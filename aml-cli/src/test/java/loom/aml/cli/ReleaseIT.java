package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle of a release, unpacked in an arbitrary folder on a machine without Java. */
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

    /** The few programs that a launcher may use. */
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
    void bundle_runsWithoutJavaInAnyFolder() throws Exception {
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
            {store.toString(), "mcp", "--list"},
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
    void bundle_usesItsCachesAfterAMove() throws Exception {
        for (String cache :
                List.of("look.aot", "store.aot", "aml.aot", "mcp.aot", "serve.aot", "guard.aot", "copy.aot")) {
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
                            app.resolve(cache.equals("copy.aot") ? "parts.jar" : "lib/aml-cli.jar")
                                    .toString(),
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
    void bundle_hasTheDigestsOfAllItsFiles() throws Exception {
        Launcher.Result check =
                Launcher.run(home, Map.of(), List.of("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"));
        assertThat(check.out() + check.err()).isEmpty();
        assertThat(check.code()).isZero();
        Set<String> summed = new TreeSet<>();
        for (String line : Files.readAllLines(home.resolve("SHA256SUMS"))) {
            summed.add(line.substring(line.indexOf("  ") + 2));
        }
        Set<String> files = new TreeSet<>(Set.of());
        try (Stream<Path> paths = Files.walk(home)) {
            paths.filter(Files::isRegularFile)
                    .forEach(path -> files.add(home.relativize(path).toString()));
        }
        files.remove("SHA256SUMS");
        assertThat(summed).isEqualTo(files);

        Files.writeString(home.resolve("docs/recover.sh"), "\n", StandardOpenOption.APPEND);
        Launcher.Result changed =
                Launcher.run(home, Map.of(), List.of("sha256sum", "--check", "--quiet", "SHA256SUMS"));
        assertThat(changed.out()).contains("docs/recover.sh");
    }

    @Test
    void bundle_hasAReadmeWithValidLinks() throws Exception {
        String readme = Files.readString(home.resolve("README.md"));
        assertThat(readme).startsWith("# aml " + Version.NUMBER + "\n").doesNotContain("${");
        List<String> links = Pattern.compile("]\\(([^)]+)\\)")
                .matcher(readme)
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).contains("docs", "docs/recover.sh", "SHA256SUMS", "sbom.cdx.json");
        assertThat(links).allSatisfy(link -> assertThat(home.resolve(link)).exists());
        assertThat(home.resolve("docs/changes")).doesNotExist();
    }

    @Test
    void sbom_namesEveryJar_andNothingOfTheMachineThatBuiltIt() throws Exception {
        String text = Files.readString(home.resolve("sbom.cdx.json"));
        JsonObject sbom = JsonObject.parse(text);
        assertThat(sbom.string("bomFormat")).contains("CycloneDX");
        JsonObject itself =
                sbom.object("metadata").orElseThrow().object("component").orElseThrow();
        Set<String> named = new TreeSet<>(Set.of(itself.string("name").orElseThrow()));
        for (JsonObject component : sbom.objects("components")) {
            assertThat(component.string("version")).as(component.toString()).isPresent();
            named.add(component.string("name").orElseThrow());
        }
        // The annotations that the sources use are named, too, although no jar holds them.
        Set<String> jars = new TreeSet<>(Set.of("jspecify"));
        try (Stream<Path> files = Files.walk(home.resolve("lib/app/lib"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .forEach(jar -> jars.add(jar.replace(".jar", "")));
        }
        assertThat(jars).contains("aml-mail", "aml-cloud", "sqlite-jdbc");
        assertThat(named).isEqualTo(jars);
        assertThat(text)
                .doesNotContain("\"timestamp\"", System.getProperty("user.home") + "/", System.getProperty("user.dir"))
                .doesNotContain(InetAddress.getLocalHost().getHostName());
    }

    @Test
    void debianPackage_runsFromItsTree() throws Exception {
        Path folder = Path.of(BUNDLE).getParent();
        List<Path> packages;
        try (Stream<Path> files = Files.list(folder)) {
            packages = files.filter(file -> file.toString().endsWith(".deb")).toList();
        }
        assertThat(packages).hasSize(1);
        Assumptions.assumeTrue(Launcher.isInstalled("dpkg"), "dpkg is not installed");
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
        assertThat(root.resolve("usr/share/zsh/vendor-completions/_aml")).isNotEmptyFile();
        assertThat(root.resolve("usr/share/doc/aml/copyright")).isNotEmptyFile();
        assertThat(root.resolve("usr/share/doc/aml/docs/recover.sh")).isNotEmptyFile();
        assertThat(root.resolve("usr/share/doc/aml/docs/decrypt.sh")).isNotEmptyFile();
    }
}

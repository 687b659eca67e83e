package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packages for clients of agents agree with the build, the server and each other. */
class AgentPackagesTest {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    /** The version of a module in its pom: of the project itself, or of its parent. */
    private static final Pattern OF_PROJECT =
            Pattern.compile("<artifactId>aml-parent</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void registryEntry_isValid_withAndWithoutTheBundle() throws Exception {
        String entry = PackageTemplates.filled(PackageTemplates.REGISTRY);
        int end = entry.lastIndexOf("\n  ]");
        String withBundle = entry.substring(0, end) + ",\n" + PackageTemplates.filled(PackageTemplates.REGISTRY_BUNDLE)
                + entry.substring(end);

        assertThat(PackageTemplates.faultsOfRegistryEntry(entry)).isEmpty();
        assertThat(PackageTemplates.faultsOfRegistryEntry(withBundle)).isEmpty();
        assertThat(JsonObject.parse(withBundle).objects("packages")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "io.github.someone/aml, aml",
        "Memory for, " + "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 Memory for",
        "\"npm\", \"maven\"",
        "valueHint, name",
        "\"stdio\", \"pipe\""
    })
    void registryEntry_withAFault_isInvalid(String valid, String fault) throws Exception {
        String entry = PackageTemplates.filled(PackageTemplates.REGISTRY);

        assertThat(entry).contains(valid);
        assertThat(PackageTemplates.faultsOfRegistryEntry(entry.replace(valid, fault)))
                .isNotEmpty();
    }

    @Test
    void registryEntry_namesTheNpmPackage_whichNamesTheServer() throws Exception {
        JsonObject entry = PackageTemplates.read(PackageTemplates.REGISTRY);
        JsonObject npm = PackageTemplates.read(PackageTemplates.NPM.resolve("package.json"));

        assertThat(entry.objects("packages").getFirst().string("identifier")).isEqualTo(npm.string("name"));
        assertThat(npm.string("mcpName")).isEqualTo(entry.string("name"));
        assertThat(npm.object("bin").orElseThrow().keys())
                .containsExactly(npm.string("name").orElseThrow());
    }

    @Test
    void versions_areOnlyInThePoms_andAgree() throws Exception {
        for (Path template : PackageTemplates.ALL) {
            assertThat(Files.readString(template)).as(template.toString()).contains("${version}");
            assertThat(VERSION.matcher(Files.readString(template)).find())
                    .as(template.toString())
                    .isFalse();
            assertThat(PackageTemplates.read(template).string("version")).hasValue(Version.NUMBER);
        }
        for (JsonObject part : PackageTemplates.read(PackageTemplates.REGISTRY).objects("packages")) {
            assertThat(part.string("version")).hasValue(Version.NUMBER);
        }
        for (Path pom : poms()) {
            assertThat(OF_PROJECT.matcher(Files.readString(pom)).results().map(found -> found.group(1)))
                    .as(pom.toString())
                    .containsExactly(Version.NUMBER);
        }
        assertThat(Pattern.compile("aml[-_](\\d+\\.\\d+\\.\\d+)")
                        .matcher(Files.readString(Path.of("../docs/installation.md")))
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .containsOnly(Version.NUMBER);
    }

    private static List<Path> poms() throws Exception {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return Stream.concat(Stream.of(Path.of("..")), modules)
                    .map(module -> module.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
        }
    }

    @Test
    void testJars_existInTheBuildOfTheLauncher_whichSkipsTests() throws Exception {
        assertThat(Files.readString(Path.of("../aml"))).contains("-Dmaven.test.skip=true");
        Pattern goal = Pattern.compile("<goal>test-jar</goal>\\s*</goals>(.*?)</execution>", Pattern.DOTALL);
        for (Path pom : poms()) {
            assertThat(goal.matcher(Files.readString(pom)).results().map(found -> found.group(1)))
                    .as(pom.toString())
                    .allSatisfy(rest -> assertThat(rest).contains("<skip>false</skip>"));
        }
    }

    @Test
    void manifest_describesTheToolsOfTheServer(@TempDir Path directory) throws Exception {
        List<String> tools = new Cli(directory)
                .run("mcp", "--list", "--json").json().objects("tools").stream()
                        .map(tool -> tool.string("name").orElseThrow())
                        .toList();

        assertThat(PackageTemplates.read(PackageTemplates.MANIFEST).objects("tools"))
                .extracting(tool -> tool.string("name").orElseThrow())
                .containsExactlyElementsOf(tools);
    }
}

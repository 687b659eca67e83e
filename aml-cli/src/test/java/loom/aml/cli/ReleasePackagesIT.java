package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.NodePackages;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages of a release for clients of agents, without an installed Java. */
class ReleasePackagesIT {
    private static final String BUNDLE = System.getProperty("aml.bundle", "");
    private static final Path TOOL_FOLDER = Path.of("target/node-mcpb").toAbsolutePath();
    private static final Path TOOL = TOOL_FOLDER.resolve("node_modules/@anthropic-ai/mcpb/dist/cli/cli.js");

    @TempDir
    private Path directory;

    private Path release;
    private Path mcpb;

    @BeforeEach
    void findRelease() {
        Assumptions.assumeFalse(BUNDLE.isEmpty(), "no bundle: mvn -Prelease verify makes one");
        release = Path.of(BUNDLE).getParent();
        mcpb = Path.of(BUNDLE.replaceFirst("\\.tar\\.gz$", ".mcpb"));
    }

    private static JsonObject read(Path file) throws Exception {
        return JsonObject.parse(Files.readString(file));
    }

    private Launcher.Result tool(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("node", TOOL.toString()));
        command.addAll(List.of(words));
        Launcher.Result result = Launcher.run(directory, Map.of(), command);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result;
    }

    @Test
    void mcpBundle_isValidForTheOfficialTool_andServesAgents_onceUnpacked() throws Exception {
        NodePackages packages = new NodePackages(Path.of("src/test/node-mcpb").toAbsolutePath(), TOOL_FOLDER, TOOL);
        Assumptions.assumeTrue(
                NodePackages.versionOf("node") >= 18 && packages.install(), "npm cannot install the tool here");
        Path unpacked = directory.resolve("unpacked");
        tool("unpack", mcpb.toString(), unpacked.toString());
        tool("validate", unpacked.resolve("manifest.json").toString());
        Path store = directory.resolve("home/.loom/memory");
        JsonObject server = read(unpacked.resolve("manifest.json"))
                .object("server")
                .flatMap(object -> object.object("mcp_config"))
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + toolsWithoutJava()));
        command.add(server.string("command").orElseThrow());
        command.addAll(server.strings("args"));
        command.replaceAll(word ->
                word.replace("${__dirname}", unpacked.toString()).replace("${user_config.store}", store.toString()));

        Launcher.Result added = Launcher.run(directory, Map.of(), command, AgentRequests.add("ECONNRESET"));

        assertThat(added.err()).isEmpty();
        assertThat(AgentRequests.result(added).isTrue("isError")).isFalse();
        assertThat(store.resolve("test-agent/solutions.json")).content().contains("ECONNRESET");
    }

    private Path toolsWithoutJava() throws IOException {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        Files.createSymbolicLink(
                tools.resolve("readlink"), Path.of("/usr/bin/readlink").toRealPath());
        return tools;
    }

    @Test
    void mcpBundle_hasTheModesOfItsPrograms_andNoEntriesForFolders() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(mcpb, Map.of("enablePosixFileAttributes", "true"))) {
            assertThat(Files.getPosixFilePermissions(zip.getPath("lib/app/start")))
                    .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
            for (String program : List.of("bin/aml", "lib/runtime/bin/java", "lib/runtime/lib/jspawnhelper")) {
                assertThat(Files.getPosixFilePermissions(zip.getPath(program)))
                        .as(program)
                        .contains(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
            }
        }
        try (ZipFile zip = new ZipFile(mcpb.toFile())) {
            assertThat(zip.stream()).noneMatch(ZipEntry::isDirectory);
        }
    }

    @Test
    void packages_haveTheVersionOfTheProgram() throws Exception {
        assertThat(read(release.resolve("server.json")).string("version")).hasValue(Version.NUMBER);
        assertThat(read(release.resolve("npm/package/package.json")).string("version"))
                .hasValue(Version.NUMBER);
        try (FileSystem zip = FileSystems.newFileSystem(mcpb)) {
            JsonObject manifest = read(zip.getPath("manifest.json"));
            assertThat(manifest.string("version")).hasValue(Version.NUMBER);
            assertThat(manifest.object("compatibility").orElseThrow().strings("platforms"))
                    .containsAnyOf("linux", "darwin");
        }
    }

    @Test
    void registryEntry_isValid_andHasTheDigestOfTheBundleThatItNames() throws Exception {
        JsonObject entry = read(release.resolve("server.json"));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(mcpb)));

        assertThat(PackageTemplates.faultsOfRegistryEntry(entry.toString())).isEmpty();
        assertThat(entry.objects("packages").getFirst().string("registryType")).hasValue("npm");
        assertThat(entry.objects("packages"))
                .allSatisfy(named ->
                        assertThat(named.string("fileSha256").orElse(digest)).isEqualTo(digest));
    }

    @Test
    void npmArchive_containsThePackage() throws Exception {
        Path archive = release.resolve("loom-aml-" + Version.NUMBER + ".tgz");
        Launcher.Result tar = Launcher.run(directory, Map.of(), List.of("tar", "-xzf", archive.toString()));
        assertThat(tar.err()).isEmpty();
        try (Stream<Path> files = Files.list(directory.resolve("package"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("LICENSE", "README.md", "loom-aml.js", "package.json");
        }
        assertThat(Files.isExecutable(directory.resolve("package/loom-aml.js"))).isTrue();
    }
}

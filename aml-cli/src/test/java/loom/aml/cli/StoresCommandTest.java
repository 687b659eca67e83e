package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresCommandTest {
    @TempDir
    private Path temporary;

    private ProjectFolders folders;
    private Path project;

    @BeforeEach
    void makeProject() throws IOException {
        folders = new ProjectFolders(temporary);
        project = folders.project("src/app");
    }

    private List<JsonObject> stores(Cli cli, ExitCode code) throws IOException {
        Cli.Result result = cli.run("stores", "--json");
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(code);
        return result.json().objects("stores");
    }

    private JsonObject storeAt(Path path) throws IOException {
        return stores(folders.in(project), ExitCode.DONE).stream()
                .filter(store -> store.string("store").orElse("").equals(path.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not listed: " + path));
    }

    private static String text(JsonObject store, String key) {
        return store.string(key).orElse("");
    }

    @Test
    void everyStore_isListedOnce_inTheOrderOfItsPlace() throws IOException {
        Path own = folders.memory(project, "modern");
        Path tree = folders.worktree(project, "trees/feature");
        Path ofTree = folders.notes(tree, "one");
        Path other = folders.project("src/other_one");
        Path ofOther = folders.memory(other, "team");
        ProjectFolders.note(other.resolve(".serena/memories"), "style", "Short.");
        assertThat(folders.in(other).run("init").code()).isEqualTo(ExitCode.DONE);
        Path agent = folders.home().resolve(".claude/agent-memory/reviewer");
        ProjectFolders.note(agent, "one", "Text.");
        Files.createDirectories(agent.resolveSibling("reviewer-backup"));
        Path codex = Files.createDirectories(folders.home().resolve(".codex/memories"));
        Files.writeString(codex.resolve("memory_summary.md"), "v1\n");
        Files.createDirectories(project.resolve(".claude"));
        Files.createSymbolicLink(project.resolve(".claude/memory"), own);

        List<JsonObject> stores = stores(folders.in(project), ExitCode.DONE);

        assertThat(stores)
                .extracting(store -> text(store, "scope") + " " + text(store, "kind") + " " + text(store, "store"))
                .containsExactly(
                        "project claude-code " + own,
                        "worktree claude-code " + ofTree,
                        "home claude-agent " + agent,
                        "home codex " + codex,
                        "other claude-code " + ofOther,
                        "other loom " + other.resolve(".loom/memory"),
                        "other serena " + other.resolve(".serena/memories"));
        assertThat(text(stores.get(4), "project")).isEqualTo(other.toString());
    }

    @Test
    void figures_comeFromTheListingAndTheIndex() throws IOException {
        folders.memory(project, "modern");
        Path other = folders.project("src/other");

        assertThat(storeAt(folders.memoryOf(project)).toString()).contains("\"items\":12", "\"health\":\"ok\"");
        assertThat(storeAt(folders.memory(other, "full")).strings("warnings"))
                .containsExactly("index at 142 %: 190 of 200 lines, 35,410 of 25,000 bytes");
    }

    @Test
    void rot_isCounted() throws IOException {
        folders.notes(project, "one", "two");
        Path memory = folders.memoryOf(project);
        ProjectFolders.note(memory, "unlisted", "Never loaded.");
        Files.createFile(memory.resolve("empty.md"));

        JsonObject store = storeAt(memory);

        assertThat(store.strings("warnings")).containsExactly("2 notes not in the index", "1 damaged file");
        assertThat(text(store, "health")).isEqualTo("damaged");
    }

    @Test
    void indexThatIsNotText_isDamaged_andItsNotesAreNotCalledUnlisted() throws IOException {
        folders.notes(project, "one", "two");
        Path memory = folders.memoryOf(project);
        Files.write(memory.resolve("MEMORY.md"), new byte[] {(byte) 0xff, 0});

        assertThat(storeAt(memory).strings("warnings")).containsExactly("1 damaged file");
    }

    @Test
    void movedProject_isCalledStranded() throws IOException {
        Path gone = folders.home().resolve("src/gone");
        Path memory = folders.notes(gone, "one");

        assertThat(text(storeAt(memory), "project_state")).isEqualTo("missing");
        assertThat(folders.in(project).run("stores").out()).contains("project not found", "aml adopt");
    }

    @Test
    void ambiguousName_isNotCalledStranded() throws IOException {
        Path one = folders.project("src/my_app");
        folders.project("src/my/app");

        assertThat(text(storeAt(folders.notes(one, "one")), "project_state")).isEqualTo("ambiguous");
    }

    @Test
    void roots_addFurtherProjects() throws IOException {
        Path root = Files.createDirectories(folders.home().resolve("work"));
        Path memories = root.resolve("tool/.serena/memories");
        ProjectFolders.note(memories, "style", "Short.");
        Cli cli = folders.in(project).with("LOOM_AML_STORES_ROOTS", root + ":" + folders.home() + "/none");

        Cli.Result result = cli.run("stores", "--json");

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out()).contains(memories.toString());
        assertThat(result.json().strings("problems")).singleElement().asString().contains("none: not a directory");
    }

    @Test
    void linkOutOfTheHome_isNotFollowed() throws IOException {
        Path outside = Files.createDirectories(temporary.toRealPath().resolve("outside/memory"));
        ProjectFolders.note(outside, "secret", "Text.");
        Path memory = folders.memoryOf(folders.project("src/other"));
        Files.createDirectories(memory.getParent());
        Files.createSymbolicLink(memory, outside);

        assertThat(stores(folders.in(project), ExitCode.DONE)).isEmpty();
    }

    @Test
    void memoriesOfAgents_areListed_unlessTheProjectLinksThemFromOutside() throws IOException {
        Path own = project.resolve(".claude/agent-memory-local/reviewer");
        ProjectFolders.note(own, "one", "Text.");
        Path outside = Files.createDirectories(temporary.toRealPath().resolve("outside"));
        ProjectFolders.note(outside.resolve("agent-memory/thief"), "one", "Text.");
        Path other = folders.project("src/other");
        Files.createSymbolicLink(other.resolve(".claude"), outside);
        folders.notes(other, "one");

        assertThat(stores(folders.in(project), ExitCode.DONE))
                .extracting(store -> text(store, "store"))
                .containsExactly(own.toString(), folders.memoryOf(other).toString());
    }

    private static final String ENTITY =
            "{\"type\":\"entity\",\"name\":\"a\",\"entityType\":\"t\",\"observations\":[]}";

    private List<String> memoryFiles() throws IOException {
        return stores(folders.in(project), ExitCode.DONE).stream()
                .filter(store -> text(store, "kind").equals("server-memory"))
                .map(store -> text(store, "scope") + " " + text(store, "store"))
                .toList();
    }

    @Test
    void memoryFiles_thatClientsAreConfiguredFor_areListed() throws IOException {
        Path own = Files.writeString(project.resolve("memory.jsonl"), ENTITY);
        Path ofClient = Files.writeString(project.resolve("team.jsonl"), ENTITY);
        Files.writeString(project.resolve(".mcp.json"), """
                {"mcpServers": {"m": {"env": {"MEMORY_FILE_PATH": "%s"}}}}""".formatted(ofClient));
        Path ofUser = Files.writeString(folders.home().resolve("graph.jsonl"), ENTITY);
        Files.createDirectories(folders.home().resolve(".codex"));
        Files.writeString(folders.home().resolve(".codex/config.toml"), """
                [mcp_servers.memory]
                command = "aml"
                args = [
                  "mcp", "--compat", "server-memory",
                  "%s",
                ]
                """.formatted(ofUser));

        assertThat(memoryFiles()).containsExactly("project " + own, "project " + ofClient, "home " + ofUser);
    }

    @Test
    void memoryFiles_outsideTheProjectThatNamesThem_orInAnotherFormat_areNotListed() throws IOException {
        Path outside = Files.writeString(folders.home().resolve("private.jsonl"), ENTITY);
        Path link = Files.createSymbolicLink(project.resolve("link.jsonl"), outside);
        Path other = Files.writeString(project.resolve("log.jsonl"), "{\"level\":\"info\"}");
        Files.writeString(project.resolve("memory.jsonl"), "{\"level\":\"info\"}");
        Files.writeString(project.resolve(".mcp.json"), """
                {"mcpServers": {"a": {"env": {"MEMORY_FILE_PATH": "%s"}}, "b": {"env": {"MEMORY_FILE_PATH": "%s"}},
                 "c": {"env": {"MEMORY_FILE_PATH": "%s"}}, "d": {"env": {"MEMORY_FILE_PATH": "../private.jsonl"}},
                 "e": {"env": {"MEMORY_FILE_PATH": "missing.jsonl"}}}}""".formatted(outside, link, other));

        assertThat(memoryFiles()).isEmpty();
    }

    @Test
    void unreadableStore_isListedAsSuch_besideTheOthers() throws IOException {
        Path own = folders.notes(project, "one");
        Path locked = folders.notes(folders.project("src/other"), "one");

        List<JsonObject> stores = stores(folders.in(project).on(denying(locked)), ExitCode.PARTIAL);

        assertThat(stores)
                .extracting(store -> text(store, "store") + " " + text(store, "health"))
                .containsExactly(own + " ok", locked + " unreadable");
    }

    @Test
    void namesWithControlCharacters_areShownEscaped() throws IOException {
        Path odd = folders.project("src/odd\u001b[31m\nname");
        folders.notes(odd, "one");

        assertThat(folders.in(project).run("stores").out())
                .doesNotContain("\u001b")
                .contains("odd");
    }

    @Test
    void nothing_isWrittenAnywhere() throws IOException {
        folders.notes(project, "one");
        List<Path> before = tree();

        stores(folders.in(project), ExitCode.DONE);

        assertThat(tree()).isEqualTo(before);
    }

    private List<Path> tree() throws IOException {
        try (var files = Files.walk(folders.home())) {
            return files.sorted().toList();
        }
    }

    @Test
    void thousandsOfProjects_areListed() throws IOException {
        for (int i = 0; i < 3_000; i++) {
            folders.notes(folders.home().resolve("gone/p" + i), "one");
        }

        assertThat(stores(folders.in(project), ExitCode.DONE)).hasSize(3_000);
    }

    private static Disk denying(Path denied) {
        Disk disk = new LocalDisk();
        return (Disk) Proxy.newProxyInstance(
                StoresCommandTest.class.getClassLoader(), new Class<?>[] {Disk.class}, (_, method, arguments) -> {
                    boolean isListing = method.getName().equals("list");
                    if (isListing && arguments[0] instanceof Path path && path.startsWith(denied)) {
                        throw new AccessDeniedException(path.toString());
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

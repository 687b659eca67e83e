package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code aml mcp} answers agents on standard output with messages only, and ends with its input. */
@Timeout(120)
class McpCommandTest {
    @TempDir
    private Path project;

    private JsonSchemas schemas;
    private int ids;

    @BeforeEach
    void readSchemas() throws IOException {
        schemas = new JsonSchemas();
    }

    private String request(String method, JsonObject params) {
        JsonObject meta = JsonObject.builder()
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .put(
                        "io.modelcontextprotocol/clientCapabilities",
                        JsonObject.builder().build())
                .put(
                        "io.modelcontextprotocol/clientInfo",
                        JsonObject.builder()
                                .put("name", "test-agent")
                                .put("version", "1")
                                .build())
                .build();
        return JsonObject.builder()
                        .put("jsonrpc", "2.0")
                        .put("id", ++ids)
                        .put("method", method)
                        .put(
                                "params",
                                JsonObject.builder()
                                        .putAll(params)
                                        .put("_meta", meta)
                                        .build())
                        .build()
                + "\n";
    }

    private String call(String tool, String... namesAndValues) {
        JsonObject.Builder arguments = JsonObject.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return request(
                "tools/call",
                JsonObject.builder()
                        .put("name", tool)
                        .put("arguments", arguments.build())
                        .build());
    }

    /** Runs one server and returns the results by id. */
    private Map<Long, JsonObject> serve(String input, String... options) throws JsonSyntaxException {
        List<String> line = new ArrayList<>(List.of("mcp"));
        line.addAll(List.of(options));
        Cli.Result result =
                new Cli(project).conversing(input, input.lines().count()).run(line.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        Map<Long, JsonObject> results = new HashMap<>();
        for (String message : result.out().lines().toList()) {
            JsonObject response = JsonObject.parse(message);
            results.put(response.number("id"), response.object("result").orElseThrow());
        }
        return results;
    }

    private JsonObject only(String request) throws JsonSyntaxException {
        return serve(request).values().iterator().next();
    }

    private JsonObject document(JsonObject result) {
        JsonObject document = result.object("structuredContent").orElseThrow();
        String command = document.string("command").orElseThrow().replace(' ', '-');
        assertThat(schemas.faults(command, document.toString()))
                .as(document.toString())
                .isEmpty();
        return document;
    }

    @Test
    void everyResult_isTheDocumentOfItsCommand() throws Exception {
        JsonObject added = document(
                only(call("memory_add", "kind", "solution", "title", "ECONNRESET", "text", "raise the timeout")));
        String id = added.string("id").orElseThrow();
        TreeSet<String> commands = new TreeSet<>();
        for (String request : List.of(
                call("memory_add", "kind", "pattern", "title", "t", "text", "x", "key", "once"),
                call("memory_add", "kind", "pattern", "title", "t", "text", "x", "key", "once"),
                call("memory_search", "query", "ECONNRESET"),
                call("memory_get", "id", id),
                call("memory_get", "id", "nothing"),
                call("memory_update", "id", id, "text", "raise it to 65 s"),
                call("memory_update", "id", id, "text", "no", "revision", "0000000000000000"),
                call("memory_feedback", "id", id, "verdict", "helped"),
                call("memory_forget", "id", id, "reason", "gone"),
                call("memory_status"))) {
            commands.add(document(only(request)).string("command").orElseThrow());
        }
        String run = new Cli(project)
                .run("history", "--json")
                .json()
                .objects("runs")
                .getFirst()
                .string("run")
                .orElseThrow();
        commands.add(document(only(call("memory_undo", "run", run)))
                .string("command")
                .orElseThrow());
        commands.add(document(only(call("memory_undo"))).string("command").orElseThrow());
        assertThat(commands).containsExactly("add", "edit", "feedback", "rm", "search", "show", "status", "undo");
    }

    @Test
    void noteIsNamedAfterItsTitle_alsoWithAKey_andAlsoIfTheNameIsTaken() throws Exception {
        Path memory = Files.createDirectories(project.resolve(".claude/memory"));
        Files.writeString(memory.resolve("MEMORY.md"), "# Memory\n");

        assertThat(addNote("Which queue: $(Postgres)/../?", "once"))
                .matches("project_which-queue-postgres-[0-9a-f]{8}");
        // The client lost the answer, and repeats the call in other words.
        assertThat(addNote("The queue", "once")).matches("project_which-queue-postgres-[0-9a-f]{8}");
        assertThat(addNote("Which queue?", "")).isEqualTo("project_which-queue");
        assertThat(addNote("Which queue?", "")).isEqualTo("project_which-queue-2");
        try (Stream<Path> files = Files.list(memory)) {
            assertThat(files).hasSize(4);
        }
    }

    private String addNote(String title, String key) throws JsonSyntaxException {
        List<String> arguments = new ArrayList<>(List.of("kind", "decision", "title", title, "text", "Postgres"));
        if (!key.isEmpty()) {
            arguments.addAll(List.of("key", key));
        }
        return document(onNotes(call("memory_add", arguments.toArray(String[]::new))))
                .string("id")
                .orElseThrow();
    }

    /** An agent need not know which kind of store it writes to. */
    @Test
    void everyTool_worksOnAFolderOfNotes() throws Exception {
        Path memory = Files.createDirectories(project.resolve(".claude/memory"));
        Files.writeString(memory.resolve("MEMORY.md"), "# Memory\n");
        Files.setLastModifiedTime(
                memory.resolve("MEMORY.md"), FileTime.from(Instant.now().minusSeconds(60)));

        JsonObject added = document(onNotes(call(
                "memory_add",
                "kind",
                "solution",
                "title",
                "ECONNRESET",
                "text",
                "Raise it.",
                "cause",
                "A short timeout")));
        String id = added.string("id").orElseThrow();

        assertThat(added.string("kind")).contains("note");
        assertThat(Files.readString(memory.resolve(id + ".md"))).endsWith("Raise it.\n\n**Cause:** A short timeout\n");
        assertThat(Files.readString(memory.resolve("MEMORY.md"))).contains("[ECONNRESET](" + id + ".md)");
        assertThat(document(onNotes(call("memory_search", "query", "ECONNRESET")))
                        .number("total"))
                .isEqualTo(1);
        document(onNotes(call("memory_get", "id", id)));
        document(onNotes(call("memory_update", "id", id, "text", "Raise it to 65 s.\n")));
        assertThat(Files.readString(memory.resolve(id + ".md"))).endsWith("---\n\nRaise it to 65 s.\n");
        document(onNotes(call("memory_feedback", "id", id, "verdict", "helped")));
        document(onNotes(call("memory_status")));
        JsonObject forgotten = document(onNotes(call("memory_forget", "id", id, "reason", "gone")));
        assertThat(Files.readString(memory.resolve("MEMORY.md"))).isEqualTo("# Memory\n");
        document(onNotes(call("memory_undo", "run", forgotten.string("run").orElseThrow())));
        assertThat(memory.resolve(id + ".md")).exists();
        JsonObject again = document(onNotes(
                call("memory_add", "kind", "decision", "title", "Which queue?", "text", "Postgres", "key", "once")));
        assertThat(document(onNotes(call(
                                "memory_add",
                                "kind",
                                "decision",
                                "title",
                                "Which queue?",
                                "text",
                                "Postgres",
                                "key",
                                "once")))
                        .string("id"))
                .isEqualTo(again.string("id"));
    }

    private JsonObject onNotes(String request) throws JsonSyntaxException {
        Cli.Result result = new Cli(project).conversing(request, 1).run(".claude/memory", "mcp");
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        return JsonObject.parse(result.out()).object("result").orElseThrow();
    }

    @Test
    void pipelinedAdditions_areAllAcknowledgedAndKept() throws Exception {
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            input.append(call("memory_add", "kind", "decision", "title", "which " + i, "text", "this " + i));
        }
        assertThat(serve(input.toString()).values())
                .hasSize(50)
                .allSatisfy(result -> assertThat(result.isTrue("isError")).isFalse());

        JsonObject agents = new Cli(project).run("agents", "--json").json();
        assertThat(agents.objects("agents")).singleElement().satisfies(agent -> {
            assertThat(agent.string("agent")).hasValue("test-agent");
            assertThat(agent.number("decisions")).isEqualTo(50);
        });
        assertThat(new Cli(project).run("history", "--json").json().number("total"))
                .isEqualTo(50);
    }

    @Test
    void server_startsWithoutAStore_andTheFirstAdditionCreatesIt() throws Exception {
        JsonObject empty = only(call("memory_search", "query", "x"));
        assertThat(document(empty).string("error")).hasValue("no_store");
        assertThat(project.resolve(".loom")).doesNotExist();

        document(only(call("memory_add", "kind", "pattern", "title", "t", "text", "x")));
        assertThat(project.resolve(".loom/memory/test-agent/patterns.json")).exists();
    }

    @Test
    void agentOption_namesWhoseMemoryIsAddedTo() throws Exception {
        serve(call("memory_add", "kind", "pattern", "title", "t", "text", "x"), "--agent", "reviewer");
        assertThat(project.resolve(".loom/memory/reviewer/patterns.json")).exists();
    }

    @Test
    void list_printsTheToolsAndTheirTokens() throws Exception {
        Cli.Result result = new Cli(project).run("mcp", "--list", "--json");
        assertThat(result.json().objects("tools")).hasSize(8);
        assertThat(result.json().number("tokens")).isBetween(500L, 2_000L);
        assertThat(new Cli(project).run("mcp", "--list", "--read-only").out()).contains("3 tools");
    }

    @Test
    void compatServerMemory_servesTheToolsOfTheOtherServerOverItsFile() throws Exception {
        JsonObject entity = JsonObject.builder()
                .put("name", "proxy")
                .put("entityType", "service")
                .put("observations", List.of("resets idle connections"))
                .build();
        JsonObject arguments =
                JsonObject.builder().put("entities", List.of(entity)).build();
        String create = request(
                "tools/call",
                JsonObject.builder()
                        .put("name", "create_entities")
                        .put("arguments", arguments)
                        .build());
        JsonObject created =
                serve(create, "--compat", "server-memory", "memory.jsonl").get((long) ids);

        assertThat(created.object("structuredContent").orElseThrow().objects("entities"))
                .containsExactly(entity);
        assertThat(Files.readString(project.resolve("memory.jsonl")))
                .isEqualTo("{\"type\":\"entity\",\"name\":\"proxy\",\"entityType\":\"service\","
                        + "\"observations\":[\"resets idle connections\"]}");
        assertThat(project.resolve(".loom")).doesNotExist();
        assertThat(new Cli(project).run("mcp", "--compat", "server-memory").err())
                .contains("name the memory file");
        assertThat(new Cli(project)
                        .run("mcp", "--compat", "server-memory", "memory.jsonl", "--read-only")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(new Cli(project).run("mcp", "memory.jsonl").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tokenFile_mustBePrivateAndHoldAToken() throws Exception {
        Path file = Files.writeString(project.resolve("token"), "short\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(new Cli(project)
                        .run("mcp", "--http", "0", "--token-file", "token")
                        .err())
                .contains("open to other users", "mode 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(new Cli(project)
                        .run("mcp", "--http", "0", "--token-file", "token")
                        .err())
                .contains("at least 32");
        assertThat(new Cli(project).run("mcp", "--token-file", "token").code()).isEqualTo(ExitCode.USAGE);
        assertThat(new Cli(project).run("mcp", "--http", "70000").code()).isEqualTo(ExitCode.USAGE);
    }
}

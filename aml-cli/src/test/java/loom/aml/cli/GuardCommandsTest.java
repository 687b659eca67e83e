package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of Claude Code that change memories, with the guard and with watch. */
class GuardCommandsTest {
    private static final int NOTES = 30;

    @TempDir
    private Path directory;

    private Path home;
    private Path project;
    private Path memory;
    private Path index;
    private Path launcher;

    @BeforeEach
    void makeMemories() throws IOException {
        directory = directory.toRealPath();
        home = Files.createDirectory(directory.resolve("home"));
        project = Files.createDirectory(directory.resolve("project"));
        launcher = Files.writeString(directory.resolve("aml"), "#!/bin/sh\n");
        memory = Files.createDirectories(home.resolve(".claude/projects/" + slug() + "/memory"));
        index = memory.resolve("MEMORY.md");
        StringBuilder lines = new StringBuilder("# Memory\r\n\r\n");
        for (int i = 0; i < NOTES; i++) {
            Files.writeString(
                    memory.resolve("note-" + i + ".md"),
                    "---\nname: note-" + i + "\ndescription: \"thing " + i + "\"\n---\n\nThe rule " + i + ".\n");
            lines.append("- [Note ").append(i).append("](note-").append(i).append(".md) \u2014 hook\r\n");
        }
        Files.writeString(index, lines);
    }

    private String slug() {
        return project.toString().replaceAll("[^a-zA-Z0-9]", "-");
    }

    private Cli cli() {
        return new Cli(project).with("HOME", home.toString()).with("LOOM_AML_LAUNCHER", launcher.toString());
    }

    private Cli.Result hook(String event, String session, String tool, Path file) {
        JsonObject given =
                JsonObject.builder().put("file_path", file.toString()).build();
        return hook(event, session, tool, given);
    }

    /** Runs the hook as Claude Code does after its tool has written a whole file. */
    private Cli.Result afterWrite(String session, Path file, String content) {
        JsonObject given = JsonObject.builder()
                .put("file_path", file.toString())
                .put("content", content)
                .build();
        return hook("PostToolUse", session, "Write", given);
    }

    /** Runs the hook as Claude Code does after its tool has replaced a part of a file. */
    private Cli.Result afterEdit(String session, Path file, String original, String old, String part) {
        JsonObject given = JsonObject.builder()
                .put("file_path", file.toString())
                .put("old_string", old)
                .put("new_string", part)
                .build();
        JsonObject response = JsonObject.builder()
                .put("filePath", file.toString())
                .put("oldString", old)
                .put("newString", part)
                .put("originalFile", original)
                .put("replaceAll", false)
                .build();
        return hook("PostToolUse", session, "Edit", given, Optional.of(response));
    }

    private Cli.Result hook(String event, String session, String tool, JsonObject given) {
        return hook(event, session, tool, given, Optional.empty());
    }

    private Cli.Result hook(
            String event, String session, String tool, JsonObject given, Optional<JsonObject> response) {
        String input = JsonObject.builder()
                .put("session_id", session)
                .put(
                        "transcript_path",
                        memory.resolveSibling(session + ".jsonl").toString())
                .put("cwd", project.toString())
                .put("hook_event_name", event)
                .put("tool_name", tool)
                .put("tool_input", given)
                .put("tool_response", response.orElse(null))
                .build()
                .toString();
        return cli().piping(input).run("guard", "hook", event);
    }

    private void start(String session) {
        assertSilent(hook("SessionStart", session, "", index));
    }

    /** Writes a file with a tool, and returns what its hook says afterwards. */
    private Cli.Result write(String session, String tool, Path file, String content) throws IOException {
        assertSilent(hook("PreToolUse", session, tool, file));
        Files.writeString(file, content);
        return hook("PostToolUse", session, tool, file);
    }

    private static void assertSilent(Cli.Result result) {
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEmpty();
    }

    private static String context(Cli.Result result) throws IOException {
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        String context = result.json()
                .object("hookSpecificOutput")
                .orElseThrow()
                .string("additionalContext")
                .orElseThrow();
        assertThat(context.lines().count()).isLessThanOrEqualTo(3);
        return context;
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(memory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = memory.relativize(file).toString();
                if (!path.startsWith(".aml")) {
                    contents.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    private String store() {
        return memory.toString();
    }

    /** Adds a channel, and returns the file that it writes. */
    private Path channel() throws IOException {
        Path received = directory.resolve("received");
        Path own = Files.createDirectories(home.resolve(".config/aml")).resolve("aml.toml");
        Files.writeString(own, "[alerts]\ncommand = \"cat >> '" + received + "'\"\n");
        return received;
    }

    @Test
    void hook_leavesTheNoticeOfABulkDeletionToALaterCommand_andDoesNotWaitForItsReceiver() throws IOException {
        Path received = channel();
        start("evening");
        for (int i = 0; i < 23; i++) {
            Files.delete(memory.resolve("note-" + i + ".md"));
        }
        assertThat(context(hook("SessionStart", "morning", "", index))).contains("many memories were deleted");
        assertThat(received).doesNotExist();
        assertThat(cli().run(store(), "monitor", "metrics").code()).isEqualTo(ExitCode.DONE);
        assertThat(received).content().contains("\"cause\":\"bulk_deletion\"");
    }

    @Test
    void watch_sendsTheNoticeOfABulkDeletionWhileItWatches() throws Exception {
        Path received = channel();
        assertThat(cli().run("watch", store(), "--once").code()).isEqualTo(ExitCode.DONE);
        Thread watching = Thread.ofPlatform().start(() -> cli().run("watch", store()));
        for (int i = 0; i < 23; i++) {
            Files.delete(memory.resolve("note-" + i + ".md"));
        }
        Instant end = Instant.now().plusSeconds(60);
        Files.createFile(received);
        while (!Files.readString(received).contains("bulk_deletion")
                && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        Path outbox = memory.resolve(".aml/monitoring/outbox.json");
        while (!JsonObject.parse(Files.readString(outbox)).objects("pending").isEmpty()
                && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        watching.interrupt();
        watching.join();
        assertThat(received).content().contains("\"cause\":\"bulk_deletion\"");
    }

    @Test
    void memoriesDeletedInOneNight_areAllRestoredByOneUndo() throws IOException {
        start("evening");
        Map<String, String> before = contents();
        FileTime untouched = Files.getLastModifiedTime(memory.resolve("note-29.md"));
        for (int i = 0; i < 23; i++) {
            Files.delete(memory.resolve("note-" + i + ".md"));
        }
        Files.writeString(index, "# Memory\n\nConsolidated.\n");

        String told = context(hook("SessionStart", "morning", "", index));

        assertThat(told).contains("many memories were deleted", "aml " + store() + " undo ", "23 deleted items");
        assertThat(cli().run(store(), "monitor", "alerts").out())
                .contains("many items were deleted at once", "23 items", "aml " + store() + " undo ");
        assertThat(cli().run(store(), "undo", "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(contents()).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(memory.resolve("note-29.md"))).isEqualTo(untouched);
        assertSilent(hook("SessionStart", "next", "", index));
        assertThat(cli().run(store(), "history").out().lines().filter(line -> line.contains(" guard ")))
                .as("the undo is not the change of another program")
                .hasSize(1);
    }

    @Test
    void deletionsOfOneSession_areOneRun_andOneUndo() throws IOException {
        start("s1");
        Map<String, String> before = contents();
        String told = "";
        for (int i = 0; i < 6; i++) {
            hook("PreToolUse", "s1", "Bash", index);
            Files.delete(memory.resolve("note-" + i + ".md"));
            Cli.Result said = hook("PostToolUse", "s1", "Bash", index);
            told = said.out().isEmpty() ? told : context(said);
        }

        assertThat(told).contains("6 deleted items");
        assertThat(cli().run(store(), "undo", "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void history_namesProgramAndSession() throws IOException {
        start("3f0c2a6e-0000-4000-8000-000000000001");

        assertSilent(
                write("3f0c2a6e-0000-4000-8000-000000000001", "Edit", memory.resolve("note-1.md"), "Another rule.\n"));

        JsonObject run =
                cli().run(store(), "history", "--json").json().objects("runs").getFirst();
        assertThat(run.string("operation")).contains("guard");
        assertThat(run.string("program")).contains("claude-code");
        assertThat(run.string("session")).contains("3f0c2a6e-0000-4000-8000-000000000001");
        assertThat(run.objects("steps").getFirst().number("items_transformed")).isEqualTo(1);
        assertThat(cli().run(store(), "history").out()).contains("1 changed by claude-code, session 3f0c2a6e");
    }

    @Test
    void changeThatDeletedNothing_isUndoneByItsRun_notByPlainUndo() throws IOException {
        start("a");
        String before = Files.readString(memory.resolve("note-1.md"));
        write("a", "Write", memory.resolve("note-1.md"), "Another rule.\n");
        write("a", "Write", memory.resolve("note-new.md"), "New.\n");

        assertThat(cli().run(store(), "undo", "--yes").err()).contains("no run to undo");
        String run = cli().run(store(), "history", "--json")
                .json()
                .objects("runs")
                .getFirst()
                .string("run")
                .orElseThrow();
        assertThat(cli().run(store(), "undo", run, "--yes").code()).isEqualTo(ExitCode.DONE);

        assertThat(memory.resolve("note-1.md")).hasContent(before);
        assertThat(memory.resolve("note-new.md")).doesNotExist();
    }

    @Test
    void overwriteThatDropsLinesOfAnotherSession_isNamed() throws IOException {
        start("a");
        start("b");
        String read = Files.readString(index);
        assertSilent(write("b", "Write", index, read + "- [B](b.md) \u2014 of b\r\n- [C](c.md) \u2014 of b, too\r\n"));

        String told = context(write("a", "Write", index, read + "- [A](a.md) \u2014 of a\r\n"));

        assertThat(told).contains("MEMORY.md lost 2 lines", "\"- [B](b.md) \u2014 of b\" and 1 more");
        assertThat(Files.readString(index)).doesNotContain("of b");
    }

    /** Returns whether a run has archived a text. */
    private boolean isInHistory(String text) throws IOException {
        try (Stream<Path> files = Files.walk(memory.resolveSibling("memory-backup/aml/archives"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).equals(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void writeThatAnotherSessionOverwroteBeforeTheHook_isRecorded_andItsLinesAreNamed() throws IOException {
        start("a");
        start("b");
        String own = Files.readString(index) + "- [Deploy](deploy.md) \u2014 with care\r\n";
        String others = Files.readString(index) + "- [Test](test.md) \u2014 first\r\n";
        assertSilent(hook("PreToolUse", "a", "Write", index));
        assertSilent(hook("PreToolUse", "b", "Write", index));
        Files.writeString(index, own);
        Files.writeString(index, others);

        assertThat(context(afterWrite("a", index, own)))
                .contains("lost a line that this session had just added", "[Deploy](deploy.md)");

        assertThat(isInHistory(own)).isTrue();
        assertSilent(afterWrite("b", index, others));
        assertThat(Files.readString(index)).isEqualTo(others);
    }

    @Test
    void editThatAnotherSessionOverwroteBeforeTheHook_isRecorded_andItsLineIsNamed() throws IOException {
        start("a");
        start("b");
        String original = Files.readString(index);
        String heading = "# Memory\r\n";
        String line = "- [Deploy](deploy.md) \u2014 with care\r\n";
        String own = original.replace(heading, heading + line);
        String others = original + "- [Test](test.md) \u2014 first\r\n";
        assertSilent(hook("PreToolUse", "a", "Edit", index));
        assertSilent(hook("PreToolUse", "b", "Write", index));
        Files.writeString(index, own);
        Files.writeString(index, others);

        assertThat(context(afterEdit("a", index, original, heading, heading + line)))
                .contains("lost a line that this session had just added", "[Deploy](deploy.md)")
                .doesNotContain("[Test]");

        assertThat(isInHistory(own)).isTrue();
        assertSilent(afterWrite("b", index, others));
        assertThat(Files.readString(index)).isEqualTo(others);
    }

    @Test
    void editWhoseWordsAreElsewhereInTheFile_isRecordedAllTheSame() throws IOException {
        Files.writeString(index, Files.readString(index) + "- [Deploy](deploy.md) \u2014 with care\r\n");
        start("a");
        start("b");
        String original = Files.readString(index);
        String own = original.replace("with care", "first");
        assertSilent(hook("PreToolUse", "a", "Edit", index));
        assertSilent(hook("PreToolUse", "b", "Write", index));
        Files.writeString(index, own);
        Files.writeString(index, original + "- [Test](test.md) \u2014 first\r\n");

        afterEdit("a", index, original, "with care", "first");

        assertThat(isInHistory(own)).isTrue();
    }

    @Test
    void editThatIsStillThere_isNotOvertaken_whateverElseChanged() throws IOException {
        start("a");
        String original = Files.readString(index);
        String heading = "# Memory\r\n";
        String line = "- [Deploy](deploy.md) \u2014 with care\r\n";
        String own = original.replace(heading, heading + line);
        assertSilent(hook("PreToolUse", "a", "Edit", index));
        Files.writeString(index, own + "- [Test](test.md) \u2014 first\r\n");

        // Claude Code reports texts with its own line breaks.
        assertSilent(afterEdit(
                "a", index, original.replace("\r", ""), "# Memory\n", ("# Memory\n" + line).replace("\r", "")));

        assertThat(isInHistory(own)).isFalse();
    }

    @Test
    void writeThatAnotherSessionOverwrote_isRecordedOnce_whicheverHookComesFirst() throws IOException {
        start("a");
        start("b");
        String own = Files.readString(index) + "- [Deploy](deploy.md) \u2014 with care\r\n";
        String others = Files.readString(index) + "- [Test](test.md) \u2014 first\r\n";
        assertSilent(hook("PreToolUse", "a", "Write", index));
        assertSilent(hook("PreToolUse", "b", "Write", index));
        Files.writeString(index, own);
        Files.writeString(index, others);
        assertSilent(afterWrite("b", index, others));
        assertThat(isInHistory(own)).isFalse();

        assertThat(context(afterWrite("a", index, own)))
                .contains("lost a line that this session had just added", "[Deploy](deploy.md)");
        assertThat(isInHistory(own)).isTrue();

        String history = cli().run(store(), "history", "--json").out();
        assertSilent(afterWrite("a", index, own));
        assertThat(cli().run(store(), "history", "--json").out()).isEqualTo(history);
    }

    @Test
    void guardMerge_putsBackTheLinesOfAnOvertakenWrite() throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve(".config/aml")).resolve("aml.toml"), "[guard]\nmerge = true\n");
        start("a");
        String own = Files.readString(index) + "- [Deploy](deploy.md) \u2014 with care\r\n";
        String others = Files.readString(index) + "- [Test](test.md) \u2014 first\r\n";
        assertSilent(hook("PreToolUse", "a", "Write", index));
        Files.writeString(index, own);
        Files.writeString(index, others);

        assertThat(context(afterWrite("a", index, own))).contains("They were put back");

        assertThat(Files.readString(index)).contains("[Deploy](deploy.md)", "[Test](test.md)");
    }

    @Test
    void writeWithOtherLineBreaksThanTheFile_isNotOvertaken() throws IOException {
        start("a");
        String text = Files.readString(index) + "- [Deploy](deploy.md) \u2014 with care\r\n";
        assertSilent(hook("PreToolUse", "a", "Write", index));
        Files.writeString(index, text);
        assertSilent(afterWrite("a", index, text.replace("\r", "")));
        assertThat(isInHistory(text.replace("\r", ""))).isFalse();
    }

    @Test
    void lineThatTheSessionKnew_orThatWasOnlyReworded_isNotNamed() throws IOException {
        start("a");
        String read = Files.readString(index);
        write("b", "Write", index, read + "- [B](b.md) \u2014 of b\r\n");
        start("a");
        assertSilent(write("a", "Write", index, read));
        write("b", "Write", index, read + "- [C](c.md) \u2014 of b\r\n");

        assertSilent(write("a", "Write", index, read + "- [Better](c.md) \u2014 reworded\r\n"));
        assertSilent(write("a", "Edit", index, read));
    }

    @Test
    void guardMerge_putsTheLinesBack_asARunThatUndoTakesBack() throws IOException {
        Files.writeString(memory.resolveSibling("aml.toml"), "[guard]\nmerge = true\n");
        start("a");
        start("b");
        String read = Files.readString(index);
        write("b", "Write", index, read.replace("# Memory\r\n", "# Memory\r\n- [B](b.md) \u2014 of b\r\n"));
        String ofA = read + "- [A](a.md) \u2014 of a\r\n";

        String told = context(write("a", "Write", index, ofA));

        assertThat(told).contains("They were put back");
        assertThat(Files.readString(index))
                .isEqualTo(ofA.replace("# Memory\r\n", "# Memory\r\n- [B](b.md) \u2014 of b\r\n"));
        assertThat(cli().run(store(), "history").out()).contains("guard merge");
        assertThat(cli().run(store(), "undo", "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(index)).isEqualTo(ofA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{\"session_id\":{}}",
                "{\"transcript_path\":\"../../etc/passwd\",\"cwd\":\"\\u0000\"}",
                "{\"transcript_path\":\"/etc/x.jsonl\",\"cwd\":\"/etc\",\"tool_name\":\"Write\","
                        + "\"tool_input\":{\"file_path\":\"/etc/memory/a.md\"}}",
                "{\"tool_name\":\"Write\",\"tool_input\":{\"file_path\":\"relative.md\"}}"
            })
    void hostileInput_neverFailsTheSession(String input) throws IOException {
        for (String event : List.of("SessionStart", "PreToolUse", "PostToolUse", "SessionEnd", "NoSuchEvent")) {
            assertSilent(cli().piping(input).run("guard", "hook", event));
        }
        assertThat(memory.resolveSibling("memory-state")).doesNotExist();
    }

    @Test
    void hugeAndDeepInput_neverFailsTheSession() {
        assertSilent(cli().piping("{\"a\":\"" + "x".repeat(20_000_000)).run("guard", "hook", "PreToolUse"));
        assertSilent(cli().piping("{\"a\":".repeat(100_000)).run("guard", "hook", "PreToolUse"));
    }

    @Test
    void foldersThatAreNotMemories_areLeftAlone_whereverLinksLead() throws IOException {
        Path secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("MEMORY.md"), "- [x](x.md)\n");
        Files.createDirectory(project.resolve(".claude"));
        Files.createSymbolicLink(project.resolve(".claude/memory"), secret);
        Path plain = Files.createDirectories(project.resolve("docs/memory"));
        Files.writeString(plain.resolve("MEMORY.md"), "text\n");

        start("a");
        write("a", "Write", plain.resolve("MEMORY.md"), "other\n");
        write("a", "Write", project.resolve(".claude/memory/MEMORY.md"), "other\n");

        assertThat(directory.resolve("secret-state")).doesNotExist();
        assertThat(directory.resolve("secret-backup")).doesNotExist();
        try (Stream<Path> files = Files.list(project.resolve("docs"))) {
            assertThat(files).containsExactly(plain);
        }
    }

    @Test
    void memoriesOfTheRepository_andOfItsAgents_areGuarded() throws IOException {
        Path own = Files.createDirectories(project.resolve(".claude/memory"));
        Path agent = Files.createDirectories(project.resolve(".claude/agent-memory/reviewer"));
        Files.writeString(own.resolve("MEMORY.md"), "one\n");
        Files.writeString(agent.resolve("MEMORY.md"), "two\n");

        start("a");

        assertThat(project.resolve(".claude/memory-state/guard/state")).exists();
        assertThat(project.resolve(".claude/agent-memory/reviewer-state/guard/state"))
                .exists();
    }

    @Test
    void invalidConfiguration_neverFailsTheSession() throws IOException {
        Files.writeString(memory.resolveSibling("aml.toml"), "[guard]\nmerge = \"perhaps\"\n");
        start("a");
        for (int i = 0; i < 10; i++) {
            Files.delete(memory.resolve("note-" + i + ".md"));
        }

        assertThat(hook("SessionStart", "b", "", index).code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void nothingChanged_writesNothing() throws IOException {
        start("a");
        Path state = memory.resolveSibling("memory-state/guard/state");
        // Files that were written at the moment of a look are looked at once more.
        while (Files.readString(state).contains(" ?")) {
            assertSilent(hook("PreToolUse", "a", "Bash", index));
        }
        Files.setLastModifiedTime(state, FileTime.from(Instant.EPOCH));

        assertSilent(hook("PreToolUse", "a", "Bash", index));
        assertSilent(hook("PostToolUse", "a", "Bash", index));
        assertSilent(hook("SessionEnd", "a", "", index));

        assertThat(Files.getLastModifiedTime(state)).isEqualTo(FileTime.from(Instant.EPOCH));
        assertThat(memory.resolveSibling("memory-backup")).doesNotExist();
    }

    @Test
    void limits_areSettings() throws IOException {
        Files.writeString(memory.resolveSibling("aml.toml"), "[guard]\ndeletion_number = 100\ndeletion_share = 0.9\n");
        start("a");
        for (int i = 0; i < 10; i++) {
            Files.delete(memory.resolve("note-" + i + ".md"));
        }

        assertSilent(hook("SessionStart", "b", "", index));
    }

    @Test
    void ownCommands_areNotChangesOfOtherPrograms() {
        start("a");

        assertThat(cli().run(store(), "rm", "note-3", "--reason", "wrong").code())
                .isEqualTo(ExitCode.DONE);
        assertSilent(hook("PostToolUse", "a", "Bash", index));

        assertThat(cli().run(store(), "history").out()).doesNotContain("guard");
    }

    @Test
    void watch_recordsTheChangesOfAnyProgram() throws Exception {
        // The next change gets a later change time than the last one.
        Thread.sleep(40);
        assertThat(cli().run("watch", store(), "--once").out()).contains("watching from now on");
        Map<String, String> before = contents();
        Files.delete(memory.resolve("note-0.md"));

        assertThat(cli().run(store(), "watch", "--once").out()).contains("deleted note-0.md; 'aml undo' of run ");

        assertThat(cli().run(store(), "watch", "--once").out()).contains("unchanged");
        cli().run(store(), "undo", "--yes");
        assertThat(contents()).isEqualTo(before);
        assertThat(cli().run(store(), "watch", "--once").out()).contains("no change by other programs");
    }

    @Test
    void install_status_andRemove_sayWhereAndWhat() {
        Cli.Result installed = cli().run("guard", "install");

        Path settings = home.resolve(".claude/settings.json");
        assertThat(installed.out())
                .startsWith("\u2713 the guard is installed in all projects\n")
                .contains("file: " + settings, "events: SessionStart, PreToolUse, PostToolUse, SessionEnd");
        assertThat(settings).content().contains("\"" + launcher + " guard hook SessionEnd\"");
        assertThat(cli().run("guard", "status").out()).contains("user", "installed");
        assertThat(cli().run("guard", "remove").out()).startsWith("\u2713 removed the guard");
        assertThat(settings).doesNotExist();
        assertThat(cli().run("guard", "remove").out()).contains("is not installed");
    }

    /** Texts of the same size, each written at once after the hook of the one before. */
    @Test
    void everyOverwriteBetweenTwoHooks_isInHistory() throws IOException {
        start("one");
        start("two");
        int versions = 12;
        for (int i = 10; i < 10 + versions; i++) {
            write(i % 2 == 0 ? "one" : "two", "Write", index, "- [Version " + i + "](note-1.md)\n");
        }

        StringBuilder kept = new StringBuilder(Files.readString(index));
        try (Stream<Path> files = Files.walk(memory.resolveSibling("memory-backup/aml/archives"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                kept.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        for (int i = 10; i < 10 + versions; i++) {
            assertThat(kept).contains("[Version " + i + "]");
        }
    }
}

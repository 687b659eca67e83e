package loom.aml.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.HookSettings;
import loom.aml.connect.MalformedConfigException;
import loom.aml.connect.Scope;
import loom.aml.io.LocalDisk;
import loom.aml.io.UserFolders;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hooks in settings as they are in the world. */
class InstallGuardTest {
    private static final String COMMAND = "/opt/aml/aml";

    @TempDir
    private Path directory;

    private Path settings;
    private ClientFolders folders;

    @BeforeEach
    void makeHome() throws IOException {
        directory = directory.toRealPath();
        settings = Files.createDirectory(directory.resolve(".claude")).resolve("settings.json");
        folders = new ClientFolders(new UserFolders(Map.of("HOME", directory.toString())), false);
    }

    private InstallGuard.Result install() throws IOException {
        return install(COMMAND);
    }

    private InstallGuard.Result install(String command) throws IOException {
        return new InstallGuard(new LocalDisk(), folders).run(new InstallGuard.Request(Scope.USER, directory, command));
    }

    private RemoveGuard.Result remove() throws IOException {
        return new RemoveGuard(new LocalDisk(), folders).run(new RemoveGuard.Request(Scope.USER, directory));
    }

    private ShowGuard.State state() throws IOException {
        return new ShowGuard(new LocalDisk(), folders)
                .run(new ShowGuard.Request(directory, COMMAND))
                .places()
                .getFirst()
                .state();
    }

    private static Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        contents.put("empty", "");
        contents.put("braces", "{}\n");
        contents.put("no newline", "{\n  \"model\": \"opus\"\n}");
        contents.put("one line", "{\"model\":\"opus\",\"env\":{\"A\":\"\\u00e9\"}}");
        contents.put(
                "crlf", "{\r\n    \"model\": \"opus\",\r\n    \"hooks\": {\r\n        \"Stop\": []\r\n    }\r\n}\r\n");
        contents.put("tabs", "{\n\t\"permissions\": {\n\t\t\"allow\": [\"Bash(ls:*)\"]\n\t}\n}\n");
        contents.put("mark", "\uFEFF{\n  \"a\": 1\n}\n");
        contents.put("empty hooks", "{\n  \"hooks\": {}\n}\n");
        contents.put("empty event", "{\n  \"hooks\": {\n    \"PreToolUse\": []\n  }\n}\n");
        contents.put(
                "spacious event",
                "{\n  \"hooks\": {\n    \"PreToolUse\": [\n\n    ],\n    \"SessionEnd\": [ ]\n  }\n}\n");
        contents.put(
                "comments",
                "// mine\n{\n  \"hooks\": { // all\n    \"PreToolUse\": [\n      { \"matcher\": \"Bash\", \"hooks\": [] } // one\n"
                        + "    ] /* end */\n  }\n}\n");
        contents.put(
                "hooks of others",
                "{\n  \"hooks\": {\n    \"PostToolUse\": [\n      {\n        \"matcher\": \"Edit\",\n        \"hooks\": [\n"
                        + "          {\n            \"type\": \"command\",\n            \"command\": \"prettier --write\"\n"
                        + "          }\n        ]\n      }\n    ],\n    \"Notification\": [{\"hooks\": []}]\n  },\n  \"z\": 2.50\n}\n");
        contents.put(
                "trailing commas",
                "{\n  \"hooks\": {\n    \"SessionStart\": [\n      {\"hooks\": []},\n    ],\n  },\n}\n");
        contents.put(
                "compact hooks",
                "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash\",\"hooks\":[{\"type\":\"command\",\"command\":\"x\"}]}]}}");
        return contents;
    }

    static Stream<String> names() {
        return contents().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void remove_restoresTheBytes(String name) throws IOException {
        byte[] before = contents().get(name).getBytes(StandardCharsets.UTF_8);
        Files.write(settings, before);

        assertThat(install().outcome()).isEqualTo(InstallGuard.Outcome.INSTALLED);
        byte[] installed = Files.readAllBytes(settings);
        assertThat(state()).isEqualTo(ShowGuard.State.INSTALLED);
        assertThat(install().outcome()).isEqualTo(InstallGuard.Outcome.UNCHANGED);
        assertThat(settings).hasBinaryContent(installed);
        assertThat(remove().isRemoved()).isTrue();

        assertThat(settings).hasBinaryContent(before);
        assertThat(remove().isRemoved()).isFalse();
    }

    /** The user changes something else meanwhile, so that the former content cannot simply be restored. */
    @ParameterizedTest
    @MethodSource("names")
    void remove_keepsWhatTheUserChangedSince(String name) throws IOException {
        String before = contents().get(name);
        Files.writeString(settings, before);
        install();
        // At the end of the file, where it is harmless in all of them.
        Files.writeString(settings, Files.readString(settings) + "\n\n");

        remove();

        String left = Files.readString(settings);
        assertThat(left).doesNotContain("aml guard").endsWith("\n\n");
        if (!name.startsWith("spacious") && !name.startsWith("empty")) {
            assertThat(left).isEqualTo(before + "\n\n");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void installed_isWhatClaudeCodeExpects(String name) throws IOException {
        Files.writeString(settings, contents().get(name));

        install("'/opt/my aml/aml'");

        String text = Files.readString(settings);
        for (String event : List.of("SessionStart", "PreToolUse", "PostToolUse", "SessionEnd")) {
            assertThat(text).containsOnlyOnce("\"'/opt/my aml/aml' guard hook " + event + "\"");
        }
        if (!name.startsWith("comments") && !name.startsWith("trailing") && !name.startsWith("mark")) {
            JsonObject hooks = JsonObject.parse(text).object("hooks").orElseThrow();
            JsonObject group = hooks.objects("PreToolUse").getLast();
            assertThat(group.string("matcher")).contains("Write|Edit|MultiEdit|NotebookEdit|Bash");
            assertThat(group.objects("hooks").getFirst().number("timeout")).isEqualTo(10);
            assertThat(hooks.objects("SessionStart").getLast().has("matcher")).isFalse();
        }
    }

    @Test
    void missingFile_isCreatedPrivately_andDeletedAgain() throws IOException {
        install();
        assertThat(Files.getPosixFilePermissions(settings)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        assertThat(remove().isFileDeleted()).isTrue();

        assertThat(settings).doesNotExist();
    }

    @Test
    void hooksOfAnotherInstallation_areReplaced_andStillRemovedToTheByte() throws IOException {
        String before = contents().get("hooks of others");
        Files.writeString(settings, before);
        install("/opt/old/aml");
        assertThat(state()).isEqualTo(ShowGuard.State.OUTDATED);

        assertThat(install().outcome()).isEqualTo(InstallGuard.Outcome.UPDATED);

        assertThat(Files.readString(settings)).doesNotContain("/opt/old/aml");
        remove();
        assertThat(settings).hasContent(before);
    }

    @Test
    void hookOfAml_thatTheUserMovedIntoAGroupOfTheirs_isRemovedFromIt() throws IOException {
        Files.writeString(
                settings,
                "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash\",\"hooks\":[{\"type\":\"command\",\"command\":\"mine\"},"
                        + "{\"type\":\"command\",\"command\":\"/a/aml guard hook PreToolUse\"}]}]}}");

        remove();

        assertThat(settings)
                .hasContent("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash\",\"hooks\":[{\"type\":\"command\","
                        + "\"command\":\"mine\"}]}]}}");
    }

    @Test
    void settingsThatSwitchHooksOff_areReported() throws IOException {
        Files.writeString(settings, "{\"disableAllHooks\": true}");

        assertThat(install().areDisabled()).isTrue();
        assertThat(state()).isEqualTo(ShowGuard.State.DISABLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"hooks\": []}",
                "{\"hooks\": {\"PreToolUse\": {}}}",
                "{\"hooks\": {}, \"hooks\": {}}",
                "{\"a\": 1} x",
                "not json"
            })
    void fileThatClaudeCodeDoesNotUnderstand_isLeftAlone(String content) throws IOException {
        Files.writeString(settings, content);

        assertThatThrownBy(this::install)
                .isInstanceOf(MalformedConfigException.class)
                .hasMessageStartingWith(settings + ":1:");

        assertThat(settings).hasContent(content);
        assertThat(state()).isEqualTo(ShowGuard.State.UNREADABLE);
    }

    @Test
    void settingsOfAProject_areChangedThere_andNoLinkLeadsOut() throws IOException {
        Path project = Files.createDirectories(directory.resolve("work/.git")).getParent();
        InstallGuard.Request request = new InstallGuard.Request(Scope.PROJECT, project, COMMAND);

        new InstallGuard(new LocalDisk(), folders).run(request);
        assertThat(project.resolve(".claude/settings.json")).content().contains("guard hook");
        new RemoveGuard(new LocalDisk(), folders).run(new RemoveGuard.Request(Scope.PROJECT, project));
        assertThat(project.resolve(".claude")).doesNotExist();

        Files.createSymbolicLink(project.resolve(".claude"), Files.createDirectory(directory.resolve("outside")));
        assertThatThrownBy(() -> new InstallGuard(new LocalDisk(), folders).run(request))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of the project");
        assertThat(directory.resolve("outside")).isEmptyDirectory();
    }

    @Test
    void settingsOfAProject_nameNoPathOfThisMachine_andRunTheAmlOnThePath() throws Exception {
        Path project = Files.createDirectories(directory.resolve("work/.git")).getParent();
        InstallGuard guard = new InstallGuard(new LocalDisk(), folders);
        Path file = Files.createDirectory(project.resolve(".claude")).resolve("settings.json");
        Files.writeString(file, HookSettings.example(COMMAND));

        InstallGuard.Result result = guard.run(new InstallGuard.Request(Scope.PROJECT, project, COMMAND));

        assertThat(result.outcome()).as("a path of before is replaced").isEqualTo(InstallGuard.Outcome.UPDATED);
        assertThat(file).content().doesNotContain(COMMAND, directory.toString());
        List<HookSettings.Installed> hooks =
                HookSettings.read(new LocalDisk(), file, project).installed();
        assertThat(hooks).extracting(HookSettings.Installed::event).containsExactlyElementsOf(HookSettings.EVENTS);
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (HookSettings.Installed hook : hooks) {
            assertThat(shell(hook.command(), bin)).as("without aml").isEqualTo("0: ");
        }
        Files.writeString(bin.resolve("aml"), "#!/bin/sh\necho \"$@\"; exit 7\n");
        Files.setPosixFilePermissions(bin.resolve("aml"), PosixFilePermissions.fromString("rwx------"));
        for (HookSettings.Installed hook : hooks) {
            assertThat(shell(hook.command(), bin)).isEqualTo("7: guard hook " + hook.event() + "\n");
        }
    }

    /** Returns the exit code and all output of a command line, as Claude Code runs it. */
    private static String shell(String command, Path path) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true);
        builder.environment().put("PATH", path.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + output;
    }
}

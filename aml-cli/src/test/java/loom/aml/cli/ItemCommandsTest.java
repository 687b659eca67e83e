package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands for single items: add by options, JSON or an editor; edit, rm, feedback, undo. */
class ItemCommandsTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void makeStore() {
        cli = new Cli(directory);
        cli.run("init");
    }

    private Path decisions() {
        return directory.resolve(".loom/memory/architect/decisions.json");
    }

    private JsonObject json(String... words) throws IOException {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        return JsonObject.parse(cli.run(all).out());
    }

    private String add() throws IOException {
        return json("add", "decision", "--agent", "architect", "--question", "Which queue?", "--chosen", "Postgres")
                .string("id")
                .orElseThrow();
    }

    /** Sets a script as the editor of the user. */
    private void editWith(String script) throws IOException {
        Path editor = Files.writeString(directory.resolve("editor"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwxr-xr-x"));
        cli.answering("").with("EDITOR", editor.toString());
    }

    @Test
    void add_writesAnItemLikeTheRuntimeDoes() throws IOException {
        String id = add();

        assertThat(decisions())
                .content()
                .startsWith("[\n  {\n    \"id\": \"" + id + "\",\n    \"agent\": \"architect\",\n")
                .contains("    \"decision\": {\n      \"type\": \"general\",\n      \"question\": \"Which queue?\",")
                .endsWith("    \"tags\": [],\n    \"active\": true\n  }\n]");
        assertThat(cli.run("show", id).out()).contains("Which queue?").contains("revision");
    }

    @Test
    void add_withoutAnAgent_usesTheOnlyOne_orRequiresTheOption() throws IOException {
        String[] line = {"add", "pattern", "--technique", "retry", "--rationale", "it passes"};
        assertThat(cli.run(line).err()).contains("name the agent").contains("--agent NAME");
        add();

        assertThat(cli.run(line).out()).contains("added architect/pattern/");
    }

    @Test
    void add_withAnOptionOfAnotherKind_namesItsKind() {
        Cli.Result result = cli.run("add", "pattern", "--agent", "a", "--question", "why");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--question").contains("decisions");
    }

    @Test
    void add_withoutARequiredOption_namesIt() {
        Cli.Result result = cli.run("add", "solution", "--agent", "a", "--error", "timeout");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--fix is required");
    }

    @Test
    void add_fromAFileOrStandardInput_keepsUnknownFields() throws IOException {
        String item = "{\"decision\":{\"question\":\"q\",\"chosenOption\":\"o\"},\"cost\":2.50}";
        Files.writeString(directory.resolve("item.json"), item);

        assertThat(cli.run("add", "decision", "--agent", "architect", "--from", "item.json")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(cli.answering(item)
                        .run("add", "decision", "--agent", "architect", "--from", "-")
                        .code())
                .isEqualTo(ExitCode.DONE);

        assertThat(decisions()).content().containsPattern("(?s)\"cost\": 2.50.*\"cost\": 2.50");
    }

    @Test
    void add_inTheEditor_startsWithADraft_andAnEmptyFileAddsNothing() throws IOException {
        editWith(
                "sed -i 's/\"question\": \"\"/\"question\": \"Why?\"/; s/\"chosenOption\": \"\"/\"chosenOption\": \"So\"/' \"$1\"");
        assertThat(cli.run("add", "decision", "--agent", "architect").err()).isEmpty();
        assertThat(decisions()).content().contains("\"question\": \"Why?\"");

        editWith(": > \"$1\"");
        Cli.Result nothing = cli.run("add", "decision", "--agent", "architect");
        assertThat(nothing.code()).isEqualTo(ExitCode.FAILED);
        assertThat(nothing.err()).contains("nothing was added");
    }

    @Test
    void edit_setsAFieldAndPreservesAllOthers() throws IOException {
        String id = add();
        String before = Files.readString(decisions());

        assertThat(cli.run("edit", id.substring(0, 8), "--set", "decision.chosenOption=Kafka")
                        .out())
                .contains("changed architect/decision/" + id.substring(0, 8) + " Which queue?")
                .contains("undo: aml undo ");

        assertThat(decisions()).hasContent(before.replace("Postgres", "Kafka"));
    }

    @Test
    void edit_ofJsonValues_isNotText() throws IOException {
        String id = add();

        cli.run("edit", id, "--set", "active=false", "--set", "tags=[\"a\"]", "--set", "note=it was false");

        assertThat(decisions())
                .content()
                .contains("\"active\": false", "\"tags\": [\"a\"]", "\"note\": \"it was false\"");
    }

    @Test
    void edit_inTheEditor_isConditionalOnTheShownRevision() throws IOException {
        String id = add();
        editWith("sed -i s/Postgres/Kafka/ \"$1\"");
        assertThat(cli.run("edit", id).code()).isEqualTo(ExitCode.DONE);

        editWith("sed -i s/Kafka/NATS/ \"$1\"; sed -i s/Kafka/Redis/ " + decisions());
        Cli.Result conflict = cli.run("edit", id);

        assertThat(conflict.code()).isEqualTo(ExitCode.CONFLICT);
        assertThat(conflict.out()).contains("Redis");
        assertThat(decisions()).content().contains("Redis").doesNotContain("NATS");
    }

    @Test
    void edit_withAFailingEditor_changesNothing() throws IOException {
        String id = add();
        editWith("exit 3");

        Cli.Result failed = cli.run("edit", id);

        assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("ended with 3");
    }

    @Test
    void conflict_endsWithSix_andReportsTheCurrentItem() throws IOException {
        String id = add();
        String seen = json("show", id).string("revision").orElseThrow();
        cli.run("edit", id, "--set", "decision.chosenOption=Kafka");

        Cli.Result conflict =
                cli.run("edit", id, "--set", "decision.chosenOption=NATS", "--if-revision", seen, "--json");

        assertThat(conflict.code().number()).isEqualTo(6);
        JsonObject document = JsonObject.parse(conflict.out());
        assertThat(document.string("error")).contains("conflict");
        assertThat(document.object("current").orElseThrow().string("text").orElseThrow())
                .contains("Kafka");
    }

    @Test
    void dryRun_showsTheItem_andChangesNothing() throws IOException {
        String id = add();
        String before = Files.readString(decisions());

        assertThat(cli.run("edit", id, "--set", "decision.chosenOption=Kafka", "--dry-run")
                        .out())
                .containsPattern("chosen +Kafka")
                .contains("dry run");

        assertThat(decisions()).hasContent(before);
    }

    @Test
    void rm_andUndo_restoreTheItem() throws IOException {
        String id = add();
        String before = Files.readString(decisions());

        assertThat(cli.run("rm", id, "--reason", "we moved to the cloud").out())
                .contains("removed architect/decision/" + id.substring(0, 8) + " Which queue?");
        assertThat(decisions()).hasContent("[]");
        assertThat(cli.run("undo").code()).isEqualTo(ExitCode.DONE);

        assertThat(decisions()).hasContent(before);
    }

    @Test
    void feedback_isCountedAndUndone() throws IOException {
        String id = json("add", "pattern", "--agent", "architect", "--technique", "retry", "--rationale", "it passes")
                .string("id")
                .orElseThrow();

        cli.run("feedback", id, "helped", "--saved-ms", "300");

        assertThat(cli.run("show", id).out()).containsPattern("executions +1").containsPattern("success +1.00");
        cli.run("undo");
        assertThat(cli.run("show", id).out()).containsPattern("executions +0");
    }

    @Test
    void history_listsEachChangeUnderItsCommand() throws IOException {
        String id = add();
        cli.run("edit", id, "--set", "active=false");
        cli.run("rm", id, "--reason", "outdated");

        assertThat(cli.run("history").out()).contains(" add ", "1 added", " edit ", " rm ");
    }

    @Test
    void history_onATerminal_putsTheItemBelowItsRun() throws IOException {
        String title = "Which queue do we use for the jobs that may run twice?";
        cli.run("add", "decision", "--agent", "architect", "--question", title, "--chosen", "Postgres");

        assertThat(cli.onTerminal()
                        .with("COLUMNS", "80")
                        .with("NO_COLOR", "1")
                        .run("history")
                        .out()
                        .lines()
                        .toList())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .last()
                .asString()
                .matches(" {6}1 added: [0-9a-f]{8} Which queue do we use for the jobs that may run…");
    }
}

package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The versions of an item on the command line: log, show --at, diff, search --at, revert. */
class TimeTravelCommandsTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private String id;
    private String snapshot;

    @BeforeEach
    void makeHistory() throws IOException {
        cli = new Cli(directory);
        cli.run("init");
        id = json("add", "decision", "--agent", "architect", "--question", "Which queue?", "--chosen", "Postgres")
                .string("id")
                .orElseThrow();
        snapshot = json("backup", "create")
                .object("snapshot")
                .orElseThrow()
                .string("id")
                .orElseThrow();
        done("edit", id, "--set", "decision.chosenOption=Kafka");
    }

    private Path decisions() {
        return directory.resolve(".loom/memory/architect/decisions.json");
    }

    private JsonObject json(String... words) throws IOException {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        return JsonObject.parse(done(all).out());
    }

    private Cli.Result done(String... words) {
        Cli.Result result = cli.run(words);
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private List<JsonObject> versions() throws IOException {
        return json("log", id).objects("versions");
    }

    @Test
    void log_listsEachVersionWithItsRunAndFields_theNewestFirst() throws IOException {
        done("rm", id, "--reason", "no queue is needed");

        List<JsonObject> versions = versions();

        assertThat(versions)
                .map(version -> version.string("operation").orElse(""))
                .containsExactly("rm", "edit", "add");
        assertThat(versions.getFirst().isTrue("removed")).isTrue();
        assertThat(versions.getFirst().string("rule")).contains("no queue is needed");
        assertThat(versions.get(1).strings("changed_fields")).containsExactly("decision.chosenOption");
        assertThat(json("log", id).isTrue("starts_with_addition")).isTrue();
        assertThat(done("log", id).out())
                .contains("removed: rm (now)", "no queue is needed", "decision.chosenOption", "Which queue?")
                .contains(versions.getLast().string("version").orElseThrow());
    }

    @Test
    void versions_keepTheirNames_whenOthersAppear() throws IOException {
        List<String> before = versions().stream()
                .map(version -> version.string("version").orElseThrow())
                .toList();
        done("edit", id, "--set", "decision.chosenOption=Redis");

        assertThat(versions().subList(1, 3))
                .map(version -> version.string("version").orElseThrow())
                .isEqualTo(before);
    }

    @Test
    void show_atATimeASnapshotOrAVersion_showsTheItemAsItWas() throws IOException {
        String from = versions().getLast().string("from").orElseThrow();
        String version = versions().getLast().string("version").orElseThrow();

        for (String at : List.of(from, snapshot, version, version.substring(0, 5))) {
            assertThat(done("show", id, "--at", at).out())
                    .as(at)
                    .contains("Postgres")
                    .doesNotContain("Kafka");
        }
        assertThat(done("show", id, "--at", "now").out()).contains("Kafka");
        assertThat(done("show", id, "--at", version, "--raw").out())
                .isEqualTo(versions().getLast().string("text").orElseThrow());
    }

    @Test
    void show_beforeTheItemExisted_saysSo() {
        Cli.Result result = cli.run("show", id, "--at", "2020-01-01");

        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("did not exist at 2020-01-01");
    }

    @Test
    void show_ofAVersionThatIsUnknown_saysWhatToGive() {
        Cli.Result result = cli.run("show", id, "--at", "yesterday");

        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("'yesterday' is not a version of this item", "aml log");
    }

    @Test
    void diff_showsEachFieldWithItsOldAndNewText() throws IOException {
        assertThat(done("diff", id, snapshot).out())
                .contains("decision.chosenOption", "- Postgres", "+ Kafka", "1 field differs");
        JsonObject change = json("diff", id, snapshot, "now").objects("changes").getFirst();
        assertThat(change.string("before")).contains("Postgres");
        assertThat(change.string("after")).contains("Kafka");
        assertThat(done("diff", id, "now", "now").out()).contains("no field differs");
    }

    @Test
    void diff_ofARun_comparesWithTheItemAsTheRunLeftIt() throws IOException {
        String run = versions().getLast().string("run").orElseThrow();

        assertThat(done("diff", id, run).out()).contains("- Postgres", "+ Kafka");
    }

    @Test
    void search_atASnapshot_findsTheItemsOfTheSnapshot() throws IOException {
        assertThat(json("search", "Postgres", "--at", snapshot).number("total")).isEqualTo(1);
        assertThat(json("search", "Kafka", "--at", snapshot).number("total")).isZero();
        assertThat(json("search", "Kafka").number("total")).isEqualTo(1);
        assertThat(json("search", "kind:decision", "--at", snapshot).string("answered_from"))
                .contains("snapshot");
        assertThat(done("search", "Postgres", "--at", snapshot).out()).contains("Which queue?");
    }

    @Test
    void revert_storesTheFormerVersionAsARun_whichUndoTakesBack() throws IOException {
        String version = versions().getLast().string("version").orElseThrow();
        String now = Files.readString(decisions());

        done("revert", id, "--to", version, "--dry-run");
        assertThat(decisions()).hasContent(now);
        JsonObject reverted = json("revert", id, "--to", version);

        assertThat(reverted.string("text")).isEqualTo(versions().getLast().string("text"));
        assertThat(versions()).map(one -> one.string("operation").orElse("")).containsExactly("revert", "edit", "add");
        done("undo", reverted.string("run").orElseThrow(), "--yes");
        assertThat(decisions()).hasContent(now);
    }

    @Test
    void revert_putsARemovedItemBack() throws IOException {
        done("rm", id, "--reason", "outdated");

        done("revert", id, "--to", versions().get(1).string("version").orElseThrow());

        assertThat(done("show", id).out()).contains("Kafka");
    }

    @Test
    void revert_withAnotherRevision_isAConflict() throws IOException {
        String now = Files.readString(decisions());

        Cli.Result result = cli.run("revert", id, "--to", snapshot, "--if-revision", "0123456789abcdef");

        assertThat(result.code()).isEqualTo(ExitCode.CONFLICT);
        assertThat(decisions()).hasContent(now);
    }

    @Test
    void damagedArchive_isAFinding_andTheRestIsListed() throws IOException {
        done("edit", id, "--set", "decision.chosenOption=Redis");
        try (var files = Files.walk(directory.resolve(".loom/memory-backup/aml/archives"))) {
            for (Path archive :
                    files.filter(file -> file.toString().endsWith(".gz")).toList()) {
                Files.write(archive, new byte[] {1, 2, 3});
            }
        }

        Cli.Result result = cli.run("log", id);

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out()).contains("(now)");
        assertThat(result.err() + result.out()).contains("archive cannot be read");
    }
}

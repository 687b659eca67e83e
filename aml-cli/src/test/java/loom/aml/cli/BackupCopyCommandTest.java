package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of backups in folders: made, read, and restored from when everything else is gone. */
class BackupCopyCommandTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private Path memory;
    private String copy;

    @BeforeEach
    void backUp() {
        cli = new Cli(directory).with("HOME", directory.resolve("home").toString());
        memory = directory.resolve(".loom/memory");
        copy = directory.resolve("copy").toString();
        done("sample", memory.toString(), "--items", "60", "--agents", "2");
        done("backup", "create");
    }

    private Cli.Result done(String... words) {
        Cli.Result result = cli.run(words);
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        return result;
    }

    @Test
    void copy_isListedVerifiedAndRestored_withoutTheOriginal() throws IOException {
        assertThat(done("backup", "copy", copy).out())
                .contains("copied 1 snapshot")
                .contains(copy);
        assertThat(done("backup", "copy", copy).out()).contains("nothing new");
        String items = done("agents").out();
        Files.move(directory.resolve(".loom"), directory.resolve("lost"));
        Files.createDirectories(memory);

        JsonObject list = done("backup", "list", "--from", copy, "--json").json();
        assertThat(list.string("repository")).contains(copy);
        assertThat(list.objects("snapshots")).hasSize(1);
        done("backup", "verify", "--all", "--from", copy);
        done("backup", "restore", "--from", copy, "--yes");

        assertThat(done("agents").out()).isEqualTo(items);
    }

    @Test
    void restoreFromCopy_isUndone() throws IOException {
        done("backup", "copy", copy);
        String victim = done("search", "kind:pattern", "--limit", "1", "--json")
                .json()
                .objects("hits")
                .getFirst()
                .string("id")
                .orElseThrow();
        done("rm", victim, "--reason", "test");
        assertThat(cli.run("show", victim).code()).isEqualTo(ExitCode.FAILED);

        done("backup", "restore", "--from", copy, "--item", victim, "--yes");
        done("show", victim);
        done("undo", "--yes");

        assertThat(cli.run("show", victim).code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void place_isTheSame_withDotsInItsPath() {
        done("backup", "copy", copy);

        assertThat(done("backup", "copy", directory.resolve("elsewhere") + "/../copy")
                        .out())
                .contains("nothing new for " + copy);
    }

    @Test
    void copy_isCopiedElsewhere_withoutTheOriginal() throws IOException {
        done("backup", "copy", copy);
        Files.move(directory.resolve(".loom"), directory.resolve("lost"));
        Files.createDirectories(memory);
        String second = directory.resolve("second").toString();

        assertThat(done("backup", "copy", "--from", copy, second).out()).contains("copied 1 snapshot");
        assertThat(done("backup", "copy", "--from", copy, second).out()).contains("nothing new");
        done("backup", "verify", "--all", "--from", second);
        assertThat(cli.run("backup", "copy", "--from", copy, copy).err()).contains("is the copy that is read");
    }

    @Test
    void repackedBackups_areCopiedOn_andTheCopyIsRepackedByItself() throws IOException {
        done("backup", "copy", copy);
        done("optimize", "gc", "--yes");
        done("backup", "create");
        assertThat(done("backup", "repack").out()).contains("nothing to repack");
        List<JsonObject> before = done("backup", "list", "--json").json().objects("snapshots");

        JsonObject repacked = done("backup", "repack", "--all", "--json").json();

        assertThat(repacked.objects("generations")
                        .getFirst()
                        .object("after")
                        .orElseThrow()
                        .number("increments"))
                .isZero();
        assertThat(done("backup", "list", "--json").json().objects("snapshots")).hasToString(before.toString());
        assertThat(done("history").out()).contains("backup repack");
        done("backup", "verify", "--all");
        done("backup", "copy", copy);
        done("backup", "verify", "--all", "--from", copy);
        done("backup", "repack", "--all", "--from", copy);
        done("backup", "verify", "--all", "--from", copy);
        assertThat(done("backup", "copy", copy).out()).contains("nothing new");
    }

    @Test
    void dryRun_writesNothing() {
        assertThat(done("backup", "copy", copy, "--dry-run").out()).contains("would be copied");

        assertThat(Path.of(copy)).doesNotExist();
    }

    @Test
    void failureInOnePlace_doesNotStopTheOther() throws IOException {
        Cli.Result result =
                cli.run("backup", "copy", directory.resolve("no/disk").toString(), copy, "--json");

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        List<JsonObject> copies = result.json().objects("copies");
        assertThat(copies.getFirst().string("failure").orElseThrow()).contains("mount the disk");
        assertThat(copies.getLast().number("snapshots")).isEqualTo(1);
    }

    private void configure(String places) throws IOException {
        Files.writeString(directory.resolve(".loom/aml.toml"), "[backup]\ncopy_to = \"" + places + "\"\n");
        done("trust");
    }

    @Test
    void placesOfTheConfiguration_needTrust() throws IOException {
        Files.writeString(directory.resolve(".loom/aml.toml"), "[backup]\ncopy_to = \"" + copy + "\"\n");

        assertThat(cli.run("backup", "copy").code()).isNotEqualTo(ExitCode.DONE);
        assertThat(Path.of(copy)).doesNotExist();
        done("trust");
        done("backup", "copy");
        assertThat(Path.of(copy)).isDirectory();
    }

    @Test
    void folderInTheStore_isRefused() {
        Cli.Result result = cli.run("backup", "copy", memory.resolve("copy").toString());

        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("choose a folder elsewhere");
    }

    @Test
    void jobs_copyToTheConfiguredPlaces() throws IOException {
        configure(copy);
        assertThat(done("backup", "auto").out()).contains("copied 1 snapshot").contains(copy);
        done("backup", "verify", "--all", "--from", copy);

        JsonObject maintained = done("maintain", "--yes", "--json").json();
        assertThat(maintained.objects("copies").getFirst().number("records")).isPositive();
        assertThat(done("backup", "copy", copy).out())
                .as("a job leaves nothing to copy")
                .contains("nothing new");
    }

    @Test
    void jobs_reportACopyThatFailed_andKeepTheBackup() throws IOException {
        configure(directory.resolve("no/disk") + ", " + copy);
        for (String job : List.of("backup auto", "maintain --yes")) {
            Cli.Result result = cli.run(job.split(" "));
            assertThat(result.code()).as(job).isEqualTo(ExitCode.PARTIAL);
            assertThat(result.err()).as(job).contains("no/disk").contains("mount the disk");
        }
        assertThat(done("backup", "copy", copy).out())
                .as("the other place has everything")
                .contains("nothing new");
        done("backup", "verify", "--all");
    }

    private String checkOfCopies() throws IOException {
        return cli.run("monitor", "health", "--json").json().objects("checks").stream()
                .filter(check -> check.string("check").orElseThrow().equals("copies"))
                .map(check -> check.string("status").orElseThrow() + ": "
                        + check.string("seen").orElseThrow())
                .findFirst()
                .orElse("none");
    }

    @Test
    void health_checksTheCopiesInTheConfiguration() throws IOException {
        assertThat(checkOfCopies()).isEqualTo("none");
        configure(copy);
        assertThat(checkOfCopies()).isEqualTo("warning: " + copy + ": no complete copy");

        done("backup", "copy", "--dry-run");
        assertThat(checkOfCopies()).isEqualTo("warning: " + copy + ": no complete copy");
        done("backup", "copy");
        assertThat(checkOfCopies()).isEqualTo("healthy: one complete copy");

        String disk = directory.resolve("no/disk").toString();
        configure(disk + ", " + copy);
        cli.run("backup", "auto");
        assertThat(checkOfCopies())
                .startsWith("warning: " + disk + ": no complete copy; the last attempt failed:")
                .contains("mount the disk");
        assertThat(done("monitor", "alerts").out()).contains("the copy of the backups in " + disk);

        Files.createDirectories(directory.resolve("no"));
        done("backup", "auto");
        done("maintain", "--yes");
        assertThat(checkOfCopies()).isEqualTo("healthy: 2 complete copies");
        assertThat(done("monitor", "alerts").out()).doesNotContain("the copy of the backups in");
    }

    @Test
    void maintain_withoutABackup_copiesNothing() throws IOException {
        configure(copy);
        done("maintain", "--no-backup", "--yes");
        assertThat(Path.of(copy)).doesNotExist();
    }
}

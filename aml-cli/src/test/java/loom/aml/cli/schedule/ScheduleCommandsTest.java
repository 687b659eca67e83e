package loom.aml.cli.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalTime;
import java.util.Map;
import loom.aml.app.job.JobKind;
import loom.aml.cli.Cli;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules, with fake programs on the PATH that write their input to files. */
class ScheduleCommandsTest {
    private static final String CRONTAB = """
            #!/bin/sh
            case $1 in
              -l) [ -f '%1$s' ] || { echo "no crontab for me" >&2; exit 1; }; /bin/cat '%1$s' ;;
              -r) /bin/rm '%1$s' ;;
              -) /bin/cat >'%1$s' ;;
            esac
            """;
    private static final String SYSTEMCTL = """
            #!/bin/sh
            echo "$*" >>'%s'
            """;

    @TempDir
    private Path directory;

    private Path bin;
    private Path crontab;
    private Path calls;
    private Path units;
    private Cli cli;
    private String store;

    @BeforeEach
    void world() throws IOException {
        bin = Files.createDirectories(directory.resolve("bin"));
        crontab = directory.resolve("crontab.txt");
        calls = directory.resolve("calls.txt");
        units = directory.resolve("home/.config/systemd/user");
        Path launcher = Files.createFile(directory.resolve("aml"));
        cli = new Cli(directory)
                .with("PATH", bin.toString())
                .with("HOME", directory.resolve("home").toString())
                .with("LOOM_AML_LAUNCHER", launcher.toString());
        store = directory.toRealPath().resolve("my 100% shop/.loom/memory").toString();
        cli.run("init", store);
    }

    private void program(String name, String text) throws IOException {
        Path program = Files.writeString(bin.resolve(name), text);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void cron() throws IOException {
        program("crontab", CRONTAB.formatted(crontab));
    }

    private void systemd() throws IOException {
        program("systemctl", SYSTEMCTL.formatted(calls));
    }

    @Test
    void install_thenRemoveLeavesTheCrontabAsItWas() throws IOException {
        cron();
        byte[] before = "MAILTO=\"\"\n# m\u00e4rz \n0 1 * * * x\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(crontab, before);
        assertThat(cli.run(store, "schedule", "install").code()).isEqualTo(ExitCode.DONE);
        byte[] with = Files.readAllBytes(crontab);
        assertThat(with).startsWith(before).hasSizeGreaterThan(before.length);
        assertThat(cli.run(store, "schedule", "show").out()).contains("\\% shop", "maintain --quiet");
        cli.run(store, "schedule", "install");
        assertThat(crontab).hasBinaryContent(with);
        assertThat(cli.run(store, "schedule", "remove").code()).isEqualTo(ExitCode.DONE);
        assertThat(crontab).hasBinaryContent(before);
        assertThat(cli.run(store, "schedule", "remove").out()).contains("nothing was scheduled");
        assertThat(cli.run(store, "schedule", "show").out()).contains("nothing is scheduled");
    }

    @Test
    void remove_doesNotCreateACrontab() throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        assertThat(crontab).isNotEmptyFile();
        cli.run(store, "schedule", "remove");
        assertThat(crontab).doesNotExist();
    }

    @Test
    void remove_worksWithoutTheStore() throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        Files.delete(Path.of(store, "global"));
        Files.delete(Path.of(store));
        assertThat(cli.run(store, "schedule", "remove").out()).contains("removed from crontab");
    }

    @Test
    void crontabThatCannotBeRead_isNotReplaced() throws IOException {
        program(
                "crontab",
                "#!/bin/sh\n[ \"$1\" = -l ] && { echo 'cannot open spool' >&2; exit 1; }\n/bin/cat >'" + crontab
                        + "'\n");
        Cli.Result result = cli.run(store, "schedule", "install");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("cannot open spool");
        assertThat(crontab).doesNotExist();
    }

    @Test
    void entries_runTheirCommands() throws Exception {
        program("aml", "#!/bin/sh\nfor word; do printf '[%s]' \"$word\"; done\n");
        cron();
        cli.with("LOOM_AML_LAUNCHER", bin.resolve("aml").toString()).run(store, "schedule", "install");
        String line = Files.readAllLines(crontab).stream()
                .filter(entry -> entry.endsWith("maintain --quiet"))
                .findFirst()
                .orElseThrow();
        // As cron does it: removes the time fields and unescapes percent signs.
        String command = line.replaceFirst("(\\S+ ){5}", "").replace("\\%", "%");
        Process shell = new ProcessBuilder("/bin/sh", "-c", command).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[" + store + "][maintain][--quiet]");
    }

    private Session server() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Map<String, String> environment =
                Map.of("PATH", bin.toString(), "HOME", directory.resolve("home").toString());
        return new Session(nowhere, nowhere, environment, directory);
    }

    private Map<JobKind, String> installedJobs() throws IOException {
        return new InstalledJobs(server()).jobsOf(Path.of(store));
    }

    private Path copy() {
        return directory.resolve("home/.local/state/aml/schedule/crontab");
    }

    /** The program runs, but may not read the crontab. */
    private void denied() throws IOException {
        program("crontab", "#!/bin/sh\necho 'crontabs/me/: fopen: Permission denied' >&2; exit 1\n");
    }

    @Test
    void server_seesTheJobsOfEachScheduler() throws IOException {
        assertThat(installedJobs()).isEmpty();
        cron();
        assertThat(installedJobs()).isEmpty();
        cli.run(store, "schedule", "install");
        assertThat(installedJobs()).hasSize(3).containsEntry(JobKind.MAINTAIN, "crontab");

        systemd();
        cli.run(store, "schedule", "install", "--systemd");
        assertThat(installedJobs()).hasSize(3).containsEntry(JobKind.FULL_BACKUP, "systemd");
        Files.delete(unit("-health.timer"));
        assertThat(installedJobs()).containsOnlyKeys(JobKind.MAINTAIN, JobKind.FULL_BACKUP);

        cli.run(store, "schedule", "remove");
        assertThat(installedJobs()).isEmpty();
    }

    @Test
    void server_seesTheJobsOfAPathThatIsNotAscii() throws IOException {
        cron();
        String books = "/srv/b\u00fccher/.loom/memory";
        Files.writeString(crontab, CrontabText.block(Schedule.of("/opt/aml/aml", books, LocalTime.NOON)));

        assertThat(new Crontab(server()).jobs(books)).containsExactly(JobKind.values());

        denied();
        assertThat(new Crontab(server()).jobs(books)).containsExactly(JobKind.values());
    }

    @Test
    void server_knowsTheJobsInACrontabThatItMayNotRead() throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        denied();
        assertThat(installedJobs()).hasSize(3).containsEntry(JobKind.MAINTAIN, "crontab");

        cron();
        cli.run(store, "schedule", "remove");
        assertThat(copy()).doesNotExist();
        denied();
        assertThatThrownBy(this::installedJobs).isInstanceOf(IOException.class).hasMessageContaining("fopen");
    }

    @Test
    void server_knowsTheJobsOfACrontab_whoseProgramIsNotOnItsPath() throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        Files.delete(bin.resolve("crontab"));
        assertThat(installedJobs()).hasSize(3).containsEntry(JobKind.MAINTAIN, "crontab");
        assertThatThrownBy(() -> new Crontab(server()).jobs("/srv/other"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not on the PATH");

        cron();
        cli.run(store, "schedule", "remove");
        Files.delete(bin.resolve("crontab"));
        assertThat(installedJobs()).isEmpty();
    }

    @Test
    void removalThatFails_leavesTheJobsKnown() throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        denied();

        assertThat(cli.run(store, "schedule", "remove").code()).isEqualTo(ExitCode.FAILED);

        assertThat(crontab).isNotEmptyFile();
        assertThat(installedJobs()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "remove", "server"})
    void blockThatWasRemovedByHand_isForgotten(String command) throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        Files.writeString(crontab, "0 1 * * * x\n");

        if (command.equals("server")) {
            assertThat(installedJobs()).isEmpty();
        } else {
            assertThat(cli.run(store, "schedule", command).code()).isEqualTo(ExitCode.DONE);
        }

        assertThat(copy()).doesNotExist();
        denied();
        assertThatThrownBy(this::installedJobs).isInstanceOf(IOException.class).hasMessageContaining("fopen");
    }

    @Test
    void copy_saysNothingOfStoresWithoutABlock() throws IOException {
        cron();
        Files.writeString(crontab, "0 4 * * * /opt/aml/aml /srv/blog maintain --quiet\n");
        cli.run(store, "schedule", "install");
        Crontab server = new Crontab(server());
        assertThat(server.jobs("/srv/blog")).containsExactly(JobKind.MAINTAIN);

        denied();

        assertThatThrownBy(() -> server.jobs("/srv/blog"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fopen");
        assertThat(server.jobs(store)).containsExactly(JobKind.values());
    }

    @Test
    void copy_isWrittenOnlyIfABlockChanged() throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        Object file = Files.readAttributes(copy(), BasicFileAttributes.class).fileKey();
        Files.writeString(crontab, "0 1 * * * x\n", StandardOpenOption.APPEND);

        installedJobs();
        cli.run(store, "schedule", "show");

        assertThat(Files.readAttributes(copy(), BasicFileAttributes.class).fileKey())
                .isEqualTo(file);
        Files.writeString(crontab, Files.readString(crontab).replace(" maintain ", " monitor "));
        assertThat(installedJobs()).doesNotContainKey(JobKind.MAINTAIN);
        denied();
        assertThat(installedJobs()).isNotEmpty().doesNotContainKey(JobKind.MAINTAIN);
    }

    @Test
    void copyThatCannotBeRefreshed_isNamed_andHidesNoJob() throws IOException {
        cron();
        cli.run(store, "schedule", "install");
        Files.delete(copy());
        Files.createDirectories(copy().resolve("in"));

        Cli.Result shown = cli.run(store, "schedule", "show");

        assertThat(shown.code()).isEqualTo(ExitCode.DONE);
        assertThat(shown.out()).contains("maintain --quiet");
        assertThat(shown.err()).contains("copy of the crontab for servers was not refreshed", copy().toString());
        assertThat(installedJobs()).hasSize(3);
    }

    @Test
    void install_isRefused_ifTheServerRunsJobsOfTheStore() throws IOException {
        cron();
        Path own =
                Files.createDirectories(directory.resolve("home/.config/aml")).resolve("aml.toml");
        Files.writeString(own, "[jobs]\nhealth = \"30 * * * *\"\n");

        Cli.Result refused = cli.run(store, "schedule", "install");

        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("'aml serve' runs jobs", "jobs.health in " + own);
        assertThat(crontab).doesNotExist();
        assertThat(cli.run(store, "schedule", "show").out()).contains("'aml serve' runs jobs: jobs.health");
        assertThat(cli.run(store, "schedule", "install", "--print").code()).isEqualTo(ExitCode.DONE);
        Files.delete(own);
        assertThat(cli.run(store, "schedule", "install").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void install_isNotPreventedByTheJobsOfACloneThatNobodyApproved() throws IOException {
        cron();
        Files.writeString(Path.of(store).resolveSibling("aml.toml"), "[jobs]\nmaintain = \"* * * * *\"\n");

        Cli.Result installed = cli.run(store, "schedule", "install");

        assertThat(installed.code()).isEqualTo(ExitCode.DONE);
        assertThat(installed.err()).contains("jobs.maintain", "ignored");
    }

    @Test
    void install_usesSystemdWithoutCrontab() throws IOException {
        systemd();
        assertThat(cli.run(store, "schedule", "install").out()).contains("installed in systemd");
        assertThat(units)
                .isDirectoryContaining("glob:**-maintain.timer")
                .isDirectoryContaining("glob:**-health.service");
        assertThat(Files.readString(calls)).contains("--user daemon-reload", "--user enable --now aml-");
        assertThat(cli.run(store, "schedule", "show").out()).contains("OnCalendar=*-*-* 04:");
        Files.writeString(units.resolve("backup-of-mine.timer"), "mine");
        assertThat(cli.run(store, "schedule", "remove").out()).contains("removed from systemd");
        assertThat(units).isDirectoryNotContaining("glob:**aml-*").isDirectoryContaining("glob:**mine.timer");
        assertThat(Files.readString(calls)).contains("--user disable --now aml-");
    }

    private Path unit(String end) throws IOException {
        try (var files = Files.list(units)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe", "directory", "link to a device"})
    void unitThatIsNotAFile_isNotReadReplacedOrRemoved(String kind) throws Exception {
        systemd();
        cli.run(store, "schedule", "install");
        Path unit = unit("-maintain.timer");
        Files.delete(unit);
        switch (kind) {
            case "pipe" ->
                assertThat(new ProcessBuilder("mkfifo", unit.toString()).start().waitFor())
                        .isZero();
            case "directory" -> Files.createDirectories(unit.resolve("in"));
            default -> Files.createSymbolicLink(unit, Path.of("/dev/zero"));
        }

        assertThat(cli.run(store, "schedule", "show").out())
                .contains("OnCalendar=")
                .doesNotContain("-maintain.timer");
        Cli.Result again = cli.run(store, "schedule", "install");
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains(unit.toString(), "is not a regular file");
        assertThat(cli.run(store, "schedule", "remove").code()).isEqualTo(ExitCode.DONE);
        assertThat(Files.exists(unit, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void dropInsOfTheUser_stayWhereTheyAre() throws IOException {
        systemd();
        cli.run(store, "schedule", "install");
        Path override =
                units.resolve(unit("-maintain.timer").getFileName() + ".d").resolve("override.conf");
        Files.createDirectories(override.getParent());
        Files.writeString(override, "[Timer]\nRandomizedDelaySec=1h\n");

        assertThat(cli.run(store, "schedule", "show").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run(store, "schedule", "remove").code()).isEqualTo(ExitCode.DONE);

        assertThat(override).exists();
    }

    @Test
    void unitThatIsHuge_isNamed_notRead() throws IOException {
        systemd();
        cli.run(store, "schedule", "install");
        Path unit = unit("-maintain.timer");
        try (var file = new RandomAccessFile(unit.toFile(), "rw")) {
            file.setLength(3L << 30);
        }

        Cli.Result shown = cli.run(store, "schedule", "show");

        assertThat(shown.code()).isEqualTo(ExitCode.FAILED);
        assertThat(shown.err()).contains(unit.toString());
    }

    @Test
    void install_withTheOtherSchedulerMovesTheJobsThere() throws IOException {
        cron();
        systemd();
        cli.run(store, "schedule", "install");
        assertThat(crontab).exists();
        cli.run(store, "schedule", "install", "--systemd");
        assertThat(crontab).doesNotExist();
        cli.run(store, "schedule", "install", "--cron", "--at", "3:40");
        assertThat(crontab).content().contains("40 3 * * *", "40 2 * * 0", "10 * * * *");
        assertThat(units).isEmptyDirectory();
    }

    @Test
    void print_installsNothing_andNeedsNoScheduler() throws Exception {
        assertThat(cli.run(store, "schedule", "install", "--print").out()).contains("# begin aml " + store);
        assertThat(cli.run(store, "schedule", "install", "--systemd", "--print", "--json")
                        .json()
                        .string("text")
                        .orElseThrow())
                .contains("ExecStart=");
        assertThat(directory.resolve("home")).doesNotExist();
        assertThat(cli.run(store, "schedule", "install").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run(store, "schedule", "install", "--cron").err()).contains("crontab cannot be used here");
    }

    @Test
    void install_rejectsInvalidStoresAndTimes() throws IOException {
        cron();
        assertThat(cli.run("nowhere", "schedule", "install").code()).isEqualTo(ExitCode.NO_STORE);
        assertThat(cli.run(store, "schedule", "install", "--at", "noon").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run(store, "schedule", "install", "--cron", "--systemd").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(crontab).doesNotExist();
    }

    @Test
    void units_areFlawlessToSystemd() throws Exception {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        Assumptions.assumeTrue(Files.isExecutable(analyze), "systemd-analyze is not installed");
        program("aml", "#!/bin/sh\n");
        systemd();
        cli.with("LOOM_AML_LAUNCHER", bin.resolve("aml").toString()).run(store, "schedule", "install");
        try (var files = Files.list(units)) {
            for (Path unit : files.toList()) {
                ProcessBuilder verify =
                        new ProcessBuilder(analyze.toString(), "--user", "--man=no", "verify", unit.toString());
                // It requires one, as a login would set.
                verify.environment().put("XDG_RUNTIME_DIR", directory.toString());
                Process process = verify.redirectErrorStream(true).start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said).doesNotContain(unit.getFileName().toString());
                assertThat(process.waitFor()).as(said).isZero();
            }
        }
    }
}

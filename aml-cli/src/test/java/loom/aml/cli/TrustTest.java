package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that run a command or send data apply only if they come from the user. */
class TrustTest {
    private static final int SOMEBODY = 65_534;

    @TempDir
    private Path directory;

    private Path project;
    private Path file;
    private Path mark;
    private Path home;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(directory.resolve("project"));
        home = Files.createDirectories(directory.resolve("home"));
        mark = directory.resolve("mark");
        assertThat(cli().run("sample", project + "/.loom/memory", "--items", "20")
                        .code())
                .isEqualTo(ExitCode.DONE);
        file = project.resolve(".loom/aml.toml");
        writeCommand(file);
    }

    private void writeCommand(Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.writeString(
                to,
                "[alerts]\ncommand = \"cat > " + mark + "\"\n"
                        + "[monitor]\nagent_warning = \"1B\"\nagent_critical = \"2B\"\n");
    }

    private Cli cli() {
        return new Cli(project).with("HOME", home.toString());
    }

    private boolean runsIt(Cli cli) throws IOException {
        Files.deleteIfExists(mark);
        cli.run("monitor", "alerts", "test");
        return Files.exists(mark);
    }

    private void own(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user);
    }

    private static void requireRoot() throws IOException {
        assumeTrue(new LocalDisk().user() == 0, "only root can give files away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maintain", "monitor metrics", "monitor report", "monitor health", "monitor alerts test"})
    void clonedProject_runsNothing(String command) {
        Cli.Result result = cli().run(command.split(" "));

        assertThat(mark).doesNotExist();
        assertThat(result.err())
                .containsOnlyOnce(
                        file + ": alerts.command ignored: it is not approved to run commands or send data; review it,"
                                + " then run 'aml trust " + file + "'");
    }

    @Test
    void clonedProject_sendsNothing_andSignsNothing() throws IOException {
        Files.writeString(file, "[alerts]\nwebhook = \"http://127.0.0.1:1/\"\nwebhook_secret = \"x\"\nattempts = 1\n");

        Cli.Result result = cli().run("monitor", "alerts", "test");

        assertThat(result.err()).contains("alerts.webhook, alerts.webhook_secret ignored");
        assertThat(result.out()).doesNotContain("could not be delivered");
    }

    @Test
    void otherSettingsOfThatFile_apply() {
        assertThat(cli().run("config", "show").out())
                .containsPattern("monitor.agent_warning +\"1B\"")
                .containsPattern("alerts.command +\"\" +default")
                .containsPattern("alerts.command +\\(not trusted\\) +file aml.toml:2:1");
    }

    @Test
    void approvedFile_applies_untilItChanges() throws IOException {
        Cli.Result approved = cli().run("trust");
        assertThat(approved.code()).isEqualTo(ExitCode.DONE);
        assertThat(approved.out()).contains("alerts.command", "cat > ");
        assertThat(runsIt(cli())).isTrue();

        Files.writeString(file, Files.readString(file) + "\n");
        assertThat(runsIt(cli())).isFalse();

        cli().run("trust", project.toString());
        assertThat(runsIt(cli())).isTrue();
        assertThat(cli().run("trust", "--list").out().lines()).hasSize(2);
    }

    @Test
    void revokedFile_noLongerApplies() throws IOException {
        cli().run("trust", file.toString());
        assertThat(cli().run("trust", "--revoke").out()).contains("withdrew");

        assertThat(runsIt(cli())).isFalse();
        assertThat(cli().run("trust", "--revoke").out()).contains("was not approved");
    }

    @Test
    void approval_doesNotApplyToAnotherFileWithTheSameContent() throws IOException {
        cli().run("trust");
        Path other = Files.createDirectories(directory.resolve("other"));
        cli().run("sample", other + "/.loom/memory", "--items", "20");
        Files.copy(file, other.resolve(".loom/aml.toml"));

        assertThat(runsIt(new Cli(other).with("HOME", home.toString()))).isFalse();
    }

    @Test
    void approvalOfAnotherUser_isIgnored() throws IOException {
        cli().run("trust");

        assertThat(runsIt(new Cli(project)
                        .with("HOME", directory.resolve("nobody").toString())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
    void fileThatOthersMayWrite_isIgnored_andCannotBeApproved(String mode) throws IOException {
        cli().run("trust");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThat(runsIt(cli())).isFalse();
        Cli.Result refused = cli().run("trust");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("other users can write to it; run 'chmod go-w");
    }

    @Test
    void ownConfiguration_applies_andTheProjectsThresholdsTakePrecedence() throws IOException {
        Files.writeString(file, "[monitor]\nagent_warning = \"3B\"\n");
        writeCommand(home.resolve(".config/aml/aml.toml"));

        assertThat(runsIt(cli())).isTrue();
        assertThat(cli().run("config", "show", "--changed").out())
                .containsPattern("monitor.agent_warning +\"3B\"")
                .containsPattern("monitor.agent_critical +\"2B\"");
    }

    @Test
    void ownConfiguration_isWhereXdgSays() throws IOException {
        writeCommand(directory.resolve("xdg/aml/aml.toml"));

        assertThat(runsIt(cli().with("XDG_CONFIG_HOME", directory.resolve("xdg").toString())))
                .isTrue();
        assertThat(runsIt(cli().with("XDG_CONFIG_HOME", "xdg"))).isFalse();
    }

    @Test
    void ownConfigurationThatOthersMayWrite_runsNothing() throws IOException {
        Path own = home.resolve(".config/aml/aml.toml");
        writeCommand(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(runsIt(cli())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {".config/aml", ".config"})
    void ownConfigurationInAFolderThatOthersMayWrite_runsNothing(String folder) throws IOException {
        writeCommand(home.resolve(".config/aml/aml.toml"));
        assertThat(runsIt(cli())).isTrue();
        Files.setPosixFilePermissions(home.resolve(folder), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(runsIt(cli())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts.command = '%s'",
                "[\"alerts\"]\n\"command\" = '%s'",
                "alerts = { \"comm\\u0061nd\" = '%s' }",
                "[alerts]\r\ncommand = '%s'\r\n"
            })
    void clonedProject_runsNothing_howeverTheKeyIsSpelled(String text) throws IOException {
        Files.writeString(file, text.formatted("touch " + mark));

        Cli.Result result = cli().run("monitor", "alerts", "test");

        assertThat(result.err()).contains("alerts.command ignored");
        assertThat(mark).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "hard link"})
    void ownFileElsewhere_isNotThatOfTheProject(String kind) throws IOException {
        Path elsewhere = home.resolve("mine.toml");
        writeCommand(elsewhere);
        Files.deleteIfExists(file);
        if (kind.equals("link")) {
            Files.createSymbolicLink(file, elsewhere);
        } else {
            Files.createLink(file, elsewhere);
        }

        assertThat(runsIt(cli())).isFalse();
    }

    @Test
    void givenFile_applies_butNotByARelativeVariable() throws IOException {
        assertThat(cli().run("monitor", "alerts", "test", "--config", file.toString())
                        .err())
                .doesNotContain("ignored");
        assertThat(mark).exists();
        assertThat(runsIt(cli().with("LOOM_AML_CONFIG", file.toString()))).isTrue();
        assertThat(runsIt(cli().with("LOOM_AML_CONFIG", ".loom/aml.toml"))).isFalse();
    }

    @Test
    void environment_applies() throws IOException {
        assertThat(runsIt(cli().with("LOOM_AML_ALERTS_COMMAND", "touch " + mark)))
                .isTrue();
    }

    @Test
    void fileOfTheStoresOwner_setsThresholds_butRunsNothing() throws IOException {
        requireRoot();
        own(file, SOMEBODY);
        own(project.resolve(".loom/memory"), SOMEBODY);

        assertThat(runsIt(cli())).isFalse();
        assertThat(cli().run("config", "show").out()).containsPattern("monitor.agent_warning +\"1B\"");
    }

    @Test
    void fileOfAThirdUser_isIgnored() throws IOException {
        requireRoot();
        own(file, SOMEBODY);

        assertThat(runsIt(cli())).isFalse();
        Cli.Result shown = cli().run("config", "show", "--changed");
        assertThat(shown.out()).contains("all settings have their defaults");
        assertThat(shown.err()).contains("is ignored: it belongs to user " + SOMEBODY);
        assertThat(cli().run("trust").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void storeOfAnotherUserInAWorldWritableDirectory_isNotFoundFromBelow() throws IOException {
        requireRoot();
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxrwxrwx"));
        own(project.resolve(".loom"), SOMEBODY);
        Path below = Files.createDirectories(project.resolve("mine/deep"));

        Cli.Result result = new Cli(below).with("HOME", home.toString()).run("monitor", "alerts", "test");

        assertThat(mark).doesNotExist();
        assertThat(result.code()).isEqualTo(ExitCode.NO_STORE);
        assertThat(result.err()).contains("was skipped");
    }

    @Test
    void fileWithoutCommands_needsNoApproval() throws IOException {
        Files.writeString(file, "[prune]\nmin_success = 0.3\n");

        assertThat(cli().run("trust").out()).contains("needs no approval");
        assertThat(cli().run("trust", "--list").out()).contains("no file is approved");
    }
}

package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root works on the store of a user without a name on this machine, as in a container. */
class RootIT {
    private static final int USER = 41_001;

    private Path top;
    private Path home;
    private Path store;

    @BeforeEach
    void makeStore() throws Exception {
        assumeTrue(new LocalDisk().user() == 0, "only root has somebody else's store to work on");
        top = Files.createTempDirectory("aml-root");
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(top.resolve("home"));
        Files.setAttribute(home, "unix:uid", USER);
        Files.setAttribute(home, "unix:gid", USER);
        store = home.resolve("project/.loom/memory");
        assertThat(aml("sample", store.toString(), "--items", "20", "--quiet").code())
                .isZero();
    }

    @AfterEach
    void remove() throws IOException {
        if (top != null) {
            try (Stream<Path> paths = Files.walk(top)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private Launcher.Result aml(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Launcher.HOME.resolve("aml").toString()));
        command.addAll(List.of(arguments));
        return Launcher.run(top, Map.of("HOME", top.resolve("root").toString()), command);
    }

    private void requireAllOfUser(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.toList()) {
                assertThat(Files.getAttribute(path, "unix:uid"))
                        .as(path.toString())
                        .isEqualTo(USER);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maintain",
                "backup create --full",
                "optimize gc",
                "optimize index",
                "prune --yes",
                "config init",
                "monitor metrics",
                "pin debugger/pattern/x"
            })
    void createdFiles_belongToTheUser(String command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(store.toString()));
        arguments.addAll(List.of(command.split(" ")));

        aml(arguments.toArray(String[]::new));

        requireAllOfUser(home);
    }

    @Test
    void createdStore_belongsToTheUser() throws Exception {
        assertThat(aml("init", home.resolve("new/.loom/memory").toString()).code())
                .isZero();

        requireAllOfUser(home);
    }

    @Test
    void restore_writesOnlyWhereTheUserMay() throws Exception {
        aml(store.toString(), "backup", "create");
        Path closed = Files.createDirectory(top.resolve("closed"));

        Launcher.Result inHome = aml(
                store.toString(),
                "backup",
                "restore",
                "--target",
                home.resolve("back").toString());
        Launcher.Result outside = aml(
                store.toString(),
                "backup",
                "restore",
                "--target",
                closed.resolve("back").toString());

        assertThat(inHome.code()).isZero();
        requireAllOfUser(home);
        assertThat(outside.code()).isEqualTo(1);
        assertThat(closed).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"agents", "maintain --quiet", "monitor health", "backup create", "config show", "trust --list"})
    void homeThatTheUserMayNotEnter_isIgnored(String command) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv here to become another user");
        Path closed = Files.createDirectory(top.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        List<String> words = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + USER));
        words.addAll(List.of("--clear-groups", Launcher.HOME.resolve("aml").toString(), store.toString()));
        words.addAll(List.of(command.split(" ")));

        Launcher.Result result = Launcher.run(home, Map.of("HOME", closed.toString()), words);

        assertThat(result.err()).doesNotContain("permission denied");
        // 1 is a warning of the health check, because a backup is missing.
        assertThat(result.code()).as(result.err()).isIn(0, 1, 3);
    }

    @Test
    void commandInTheUsersFile_isNotRun() throws Exception {
        Path mark = home.resolve("mark");
        Path file = store.resolveSibling("aml.toml");
        Files.writeString(file, "[alerts]\ncommand = \"touch " + mark + "\"\n");
        Files.setAttribute(file, "unix:uid", USER);

        Launcher.Result result = aml(store.toString(), "monitor", "alerts", "test");

        assertThat(mark).doesNotExist();
        assertThat(result.err()).contains("root accepts commands and addresses only from its own files");
    }

    @Test
    void commandInRootsOwnFile_isRunWithTheRightsOfTheUser() throws Exception {
        Path mark = home.resolve("mark");
        Path own = Files.createDirectories(top.resolve("root/.config/aml")).resolve("aml.toml");
        Files.writeString(own, "[alerts]\ncommand = \"id -u > " + mark + "\"\n");
        Files.setPosixFilePermissions(top.resolve("root"), PosixFilePermissions.fromString("rwx------"));

        aml(store.toString(), "monitor", "alerts", "test");

        assertThat(mark).hasContent(String.valueOf(USER));
    }

    @Test
    void commandThatIsRunForAUser_doesNotHaveTheHomeOfRoot() throws Exception {
        Path mark = home.resolve("mark");
        Path own = Files.createDirectories(top.resolve("root/.config/aml")).resolve("aml.toml");
        Files.writeString(
                own, "[alerts]\ncommand = \"echo ${HOME-none} ${USER-none} ${XDG_CONFIG_HOME-none} > " + mark + "\"\n");
        Files.setPosixFilePermissions(top.resolve("root"), PosixFilePermissions.fromString("rwx------"));

        aml(store.toString(), "monitor", "alerts", "test");

        assertThat(mark).content().doesNotContain("root", top.toString());
    }

    @Test
    void fileOfRootThatTheUserLinksTo_isNotRead() throws Exception {
        Path secret = Files.writeString(top.resolve("secret"), "top = \"SECRET\"\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(store.resolveSibling("aml.toml"), secret);

        Launcher.Result result = aml(store.toString(), "monitor", "health");

        assertThat(result.err()).doesNotContain("top").contains("permission denied");
    }

    @Test
    void directoryOfAThirdUserOnTheWay_isRefused() throws Exception {
        Files.setAttribute(home.resolve("project"), "unix:uid", USER + 1);

        Launcher.Result result = aml(store.toString(), "backup", "create");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("belongs to user " + (USER + 1), "aml does not work there");
        assertThat(store.resolveSibling("memory-backup")).doesNotExist();
    }

    /** Serves a memory file until its input ends, with one addition. */
    private Launcher.Result addTo(Path file) throws Exception {
        JsonObject entities =
                JsonObject.parse("{\"entities\":[{\"name\":\"a\",\"entityType\":\"b\",\"observations\":[]}]}");
        return Launcher.run(
                top,
                Map.of("HOME", top.resolve("root").toString()),
                List.of(Launcher.HOME.resolve("aml").toString(), "mcp", "--compat", "server-memory", file.toString()),
                AgentRequests.call("create_entities", entities));
    }

    @Test
    void servedMemoryFile_itsRecordsAndACreatedFile_belongToTheUser() throws Exception {
        Path known = Files.createFile(home.resolve("memory.jsonl"));
        Files.setAttribute(known, "unix:uid", USER);
        Files.setAttribute(known, "unix:gid", USER);
        Path created = home.resolve("new.jsonl");

        for (Path file : List.of(known, created)) {
            Launcher.Result result = addTo(file);
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(file).content().contains("\"name\":\"a\"");
            assertThat(file.resolveSibling(file.getFileName() + "-backup")).isNotEmptyDirectory();
        }

        requireAllOfUser(home);
    }

    @Test
    void recordsOfAServedMemoryFile_areNotWrittenWhereTheUserMayNot() throws Exception {
        Path closed = Files.createDirectory(top.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Path file = home.resolve("memory.jsonl");
        Files.createSymbolicLink(file.resolveSibling("memory.jsonl-backup"), closed);

        addTo(file);

        assertThat(closed).isEmptyDirectory();
        assertThat(file).doesNotExist();
    }

    @Test
    void memoryFileInADirectoryOfAThirdUser_isNotServed() throws Exception {
        Files.setAttribute(home.resolve("project"), "unix:uid", USER + 1);
        Path file = Files.createFile(home.resolve("project/memory.jsonl"));

        Launcher.Result result = addTo(file);

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("belongs to user", "aml does not work there with the rights of root");
        assertThat(file).isEmptyFile();
    }
}

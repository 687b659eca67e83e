package loom.aml.app.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import loom.aml.WatchedDisk;
import loom.aml.connect.ClientKind;
import loom.aml.connect.Scope;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, access, other programs and failures while the file of a client is changed. */
class ChangedFilesTest extends MachineOfAUser {
    @Test
    void state_isPrivate() throws IOException {
        write(ClientKind.CURSOR, Scope.USER, "{\"key\": \"secret\"}");

        Path backup = connect(ClientKind.CURSOR, Scope.USER).backup();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.getParent())))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @EnumSource
    void link_isFollowedAndStaysALink(ClientKind kind) throws IOException {
        String content = kind == ClientKind.CODEX ? "a = 1\n" : "{\"a\": 1}\n";
        Path target = Files.writeString(
                Files.createDirectory(home.resolve("dotfiles")).resolve("config"), content);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        Path file = file(kind, Scope.USER);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, file.getParent().relativize(target));

        connect(kind, Scope.USER);

        assertThat(file).isSymbolicLink();
        assertThat(target).content().contains(LAUNCHER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
        disconnect(kind, Scope.USER);
        assertThat(file).isSymbolicLink();
        assertThat(target).hasContent(content);
    }

    @Test
    void linkToNothing_isReported() throws IOException {
        Files.createSymbolicLink(home.resolve(".claude.json"), Path.of("dotfiles/claude.json"));

        assertThatThrownBy(() -> connect(ClientKind.CLAUDE_CODE, Scope.USER))
                .hasMessageContainingAll("is a link to dotfiles/claude.json, which does not exist");
        assertThat(home.resolve("dotfiles")).doesNotExist();
    }

    @Test
    void linkOutOfAProject_isNotFollowed() throws IOException {
        Path secret = Files.writeString(home.resolve("settings.json"), "{}");
        Files.createSymbolicLink(project.resolve(".mcp.json"), secret);
        Path folder = Files.createDirectory(home.resolve("code"));
        Files.createSymbolicLink(project.resolve(".vscode"), folder);

        for (ClientKind kind : List.of(ClientKind.CLAUDE_CODE, ClientKind.VSCODE)) {
            assertThatThrownBy(() -> connect(kind, Scope.PROJECT)).hasMessageContaining("leads out of the project");
            assertThatThrownBy(() -> disconnect(kind, Scope.PROJECT)).hasMessageContaining("leads out of the project");
        }

        assertThat(secret).hasContent("{}");
        assertThat(folder).isEmptyDirectory();
        Files.delete(project.resolve(".mcp.json"));
        Files.createSymbolicLink(project.resolve(".mcp.json"), Path.of("mcp.json"));
        Files.writeString(project.resolve("mcp.json"), "{}");
        connect(ClientKind.CLAUDE_CODE, Scope.PROJECT);
        assertThat(project.resolve("mcp.json")).content().contains(LAUNCHER);
    }

    @Test
    void readOnlyFile_isNotChanged() throws IOException {
        Path file = write(ClientKind.GEMINI, Scope.USER, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

        assertThatThrownBy(() -> connect(ClientKind.GEMINI, Scope.USER))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll("is read-only", "chmod u+w");

        assertThat(file).hasContent("{}");
        assertThat(home.resolve(".local")).doesNotExist();
    }

    @Test
    void otherKindOfFile_isReported() throws IOException {
        Files.createDirectories(file(ClientKind.CURSOR, Scope.USER));

        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.USER)).hasMessageContaining("regular file");
    }

    @Test
    void fileChangedInTheMeantime_keepsThatChange() throws IOException {
        Path file = write(ClientKind.CLAUDE_CODE, Scope.USER, "{}");
        disk = new WatchedDisk()
                .beforeFirst("create", "..claude.json.part", () -> Files.writeString(file, "{\"a\": 1}"))
                .disk();

        assertThatThrownBy(() -> connect(ClientKind.CLAUDE_CODE, Scope.USER))
                .hasMessageContaining("was changed by another program");

        assertThat(file).hasContent("{\"a\": 1}");
        assertThat(contents(home).keySet()).doesNotContain("..claude.json.part");
        connect(ClientKind.CLAUDE_CODE, Scope.USER);
        disconnect(ClientKind.CLAUDE_CODE, Scope.USER);
        assertThat(Files.readString(file)).isEqualTo("{\"a\": 1}");
    }

    @Test
    void fileCreatedInTheMeantime_isKept() throws IOException {
        Path file = file(ClientKind.CLAUDE_CODE, Scope.USER);
        disk = new WatchedDisk()
                .beforeFirst("link", ".claude.json", () -> Files.writeString(file, "{\"a\": 1}"))
                .disk();

        assertThatThrownBy(() -> connect(ClientKind.CLAUDE_CODE, Scope.USER))
                .hasMessageContaining("was changed by another program");

        assertThat(file).hasContent("{\"a\": 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\": 1}"})
    void failureAtAnyCall_leavesTheOldOrTheNewContent_andDisconnectingStillRestoresTheOld(String before)
            throws IOException {
        int calls = callsOnAFreshMachine(before, 0, FaultyDisk.Fault.ERROR);
        int changed = 0;
        for (int call = 1; call <= calls; call++) {
            for (FaultyDisk.Fault fault : List.of(FaultyDisk.Fault.ERROR, FaultyDisk.Fault.KILL)) {
                callsOnAFreshMachine(before, call, fault);
                String left = content();
                if (!left.equals(before)) {
                    changed++;
                    assertThat(left).contains(LAUNCHER);
                    disconnect(ClientKind.CURSOR, Scope.USER);
                    assertThat(content()).as(fault + " at call " + call).isEqualTo(before);
                }
            }
        }
        // At least the last sync of the directory fails after the change.
        assertThat(changed).isPositive();
    }

    private int callsOnAFreshMachine(String before, int failingCall, FaultyDisk.Fault fault) throws IOException {
        home = Files.createTempDirectory(directory, "home");
        environment.put("HOME", home.toString());
        if (!before.isEmpty()) {
            write(ClientKind.CURSOR, Scope.USER, before);
        }
        FaultyDisk faulty = new FaultyDisk();
        disk = failingCall == 0 ? faulty : faulty.failingAt(failingCall, fault);
        try {
            connect(ClientKind.CURSOR, Scope.USER);
            assertThat(failingCall).isZero();
        } catch (IOException | FaultyDisk.Crash e) {
            assertThat(failingCall).isPositive();
        }
        disk = new LocalDisk();
        return faulty.calls().size();
    }

    private String content() throws IOException {
        Path file = file(ClientKind.CURSOR, Scope.USER);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void twoAtATime_areRefused() throws IOException {
        write(ClientKind.CURSOR, Scope.USER, "{}");
        List<String> second = new ArrayList<>();
        disk = new WatchedDisk()
                .beforeFirst("create", ".mcp.json.part", () -> {
                    try {
                        new ConnectClient(new LocalDisk(), folders(), () -> NOW)
                                .run(request(ClientKind.CURSOR, Scope.USER, false));
                    } catch (IOException e) {
                        second.add(e.getMessage());
                    }
                })
                .disk();

        connect(ClientKind.CURSOR, Scope.USER);

        assertThat(second).singleElement().asString().contains("another aml");
    }
}

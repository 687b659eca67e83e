package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job of root leaves a store to its user: whose a file was, and who might read it, stays. */
class OwnershipTest {
    private static final int USER = 12_345;
    private static final int GROUP = 23_456;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireRoot() throws IOException {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can make files of other users, so nothing is tried");
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", USER, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
    }

    /** Gives all of a store away; files that may be read by some, directories that all may look into. */
    private static void giveAll(TestStore store) throws IOException {
        for (Path path : below(store.root().getParent())) {
            give(path);
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r-----"));
        }
    }

    private static List<Path> below(Path top) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.toList();
        }
    }

    private static String owner(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        return attributes.get("uid") + ":" + attributes.get("gid") + " "
                + Integer.toOctalString((int) attributes.get("mode") & 07777);
    }

    private static Map<String, String> owners(Path top) throws IOException {
        Map<String, String> owners = new TreeMap<>();
        for (Path path : below(top)) {
            owners.put(top.relativize(path).toString(), owner(path));
        }
        return owners;
    }

    @ParameterizedTest
    @EnumSource
    void apply_keepsOwnerGroupAndMode(Scenario scenario) throws IOException {
        Stage stage = new Stage(scenario, directory, false);
        TestStore store = stage.store();
        giveAll(store);

        stage.play(store, new FaultyDisk());

        assertThat(store.texts()).isEqualTo(stage.after());
        assertThat(owners(store.root())).allSatisfy((path, owner) -> {
            String mode = path.equals(".aml-lock")
                    ? "600"
                    : Files.isDirectory(store.root().resolve(path)) ? "755" : "6[04]{2}";
            assertThat(owner).as(path).matches(USER + ":" + GROUP + " " + mode);
        });
        assertThat(owners(store.logs()))
                .allSatisfy((path, owner) -> assertThat(owner).as(path).startsWith(USER + ":" + GROUP + " "));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEVERAL")
    void recovery_keepsOwnerGroupAndMode(Scenario scenario) throws IOException {
        Stage stage = new Stage(scenario, directory, false);
        int step = stage.calls().stream()
                .filter(call -> call.path().toString().endsWith(scenario.path())
                        && (call.name().equals("rename") || call.name().equals("delete")))
                .findFirst()
                .orElseThrow()
                .number();
        TestStore store = stage.store();
        giveAll(store);
        assertThatThrownBy(() -> stage.play(store, new FaultyDisk().failingAt(step, Fault.KILL)))
                .isInstanceOf(FaultyDisk.Crash.class);

        Stage.reopen(store);

        assertThat(store.texts()).isEqualTo(stage.after());
        assertThat(owners(store.root()))
                .allSatisfy((path, owner) -> assertThat(owner).as(path).startsWith(USER + ":" + GROUP + " "));
    }

    @Test
    void logs_belongToTheOwnerOfTheStore_andAreReadByNobodyElse() throws IOException {
        Stage stage = new Stage(Scenario.REWRITE, directory, false);
        TestStore store = stage.store();
        giveAll(store);

        stage.play(store, new FaultyDisk());

        assertThat(owner(store.logs().getParent())).isEqualTo(USER + ":" + GROUP + " 755");
        assertThat(owners(store.logs()))
                .hasSizeGreaterThan(6)
                .allSatisfy((path, owner) -> assertThat(owner)
                        .as(path)
                        .isEqualTo(USER + ":" + GROUP
                                + (Files.isDirectory(store.logs().resolve(path)) ? " 700" : " 600")));
    }

    @Test
    void apply_byAnOrdinaryUser_leavesAFileOfSomebodyElseAlone_andSaysWhoCould() throws IOException {
        Stage stage = new Stage(Scenario.REWRITE, directory, false);
        TestStore store = stage.store();
        giveAll(store);

        List<FileOutcome> outcomes = stage.play(store, new FaultyDisk().forOrdinaryUser());

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.isCommitted()).isFalse();
            assertThat(outcome.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
                assertThat(finding.advice()).contains("it belongs to " + USER);
            });
        });
        assertThat(store.texts()).isEqualTo(stage.before());
    }

    @Test
    void apply_byAnOrdinaryUser_createsMissingFiles() throws IOException {
        List<String> made = new ArrayList<>();
        for (Scenario scenario : List.of(Scenario.PUT_BACK_INTO_NOTHING, Scenario.PUT, Scenario.PUT_FILE_BACK)) {
            Stage stage = new Stage(scenario, directory.resolve(scenario.name()), false);
            TestStore store = stage.store();

            stage.play(store, new FaultyDisk().forOrdinaryUser());

            assertThat(store.texts()).isEqualTo(stage.after());
            made.add(owner(store.root().resolve(scenario.path())).split(" ")[0]);
        }
        assertThat(made).containsOnly("0:0");
    }
}

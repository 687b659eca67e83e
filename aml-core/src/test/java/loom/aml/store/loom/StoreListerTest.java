package loom.aml.store.loom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.StoreListing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing a directory with arbitrary content. */
class StoreListerTest {

    @TempDir
    private Path directory;

    private TestStore store;
    private Path root;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
        root = store.root();
    }

    private StoreListing list() throws IOException {
        return list(new LocalDisk());
    }

    private StoreListing list(Disk disk) throws IOException {
        return StoreLister.list(disk, root);
    }

    @Test
    void list_seesAgentsAndTheirFiles() throws IOException {
        store.put("debugger/patterns.json", "[]")
                .put("debugger/solutions.json.gz", "[]")
                .put("debugger/metrics.json", "{}")
                .put("debugger/notes.txt", "hello")
                .put("debugger/patterns.json.tmp", "[")
                .put("empty/context.json", "{}");
        Files.createDirectories(root.resolve("debugger/patterns.json.lock"));
        Files.createDirectories(root.resolve("nobody"));

        StoreListing listing = list();

        assertThat(listing.agents()).containsExactly("debugger", "empty", "nobody");
        assertThat(listing.collections().keySet())
                .extracting(CollectionFile::path)
                .containsExactly("debugger/patterns.json", "debugger/solutions.json.gz");
        assertThat(listing.otherFiles().keySet())
                .containsExactly(
                        "debugger/metrics.json",
                        "debugger/notes.txt",
                        "debugger/patterns.json.tmp",
                        "empty/context.json");
        assertThat(listing.locks()).containsOnlyKeys("debugger/patterns.json.lock");
        assertThat(listing.findings()).isEmpty();
        assertThat(listing.collectionBytes()).isEqualTo(4);
        assertThat(listing.bytesOf("debugger")).isEqualTo(2 + 2 + 2 + 5 + 1);
        assertThat(listing.bytesOf("nobody")).isZero();
    }

    @Test
    void list_neverTakesReservedOrHiddenDirectoriesForAgents() throws IOException {
        for (String name :
                new String[] {"global", "config", "audit", "backup", "backups", "monitoring", ".git", ".aml-x"}) {
            store.put(name + "/patterns.json", "[]");
        }
        store.put("backup/debugger-2026/patterns.json", "[]")
                .put("config.json", "{}")
                .put("patterns.json", "[]");

        StoreListing listing = list();

        assertThat(listing.agents()).isEmpty();
        assertThat(listing.collections()).isEmpty();
        assertThat(listing.otherFiles()).isEmpty();
        assertThat(listing.findings()).isEmpty();
    }

    @Test
    void list_seesUnfinishedWritesAndLocksEverywhere() throws IOException {
        store.put("config.json.tmp", "{")
                .put("global/cross-agent.json.tmp", "{")
                .put("audit/log.json", "{}");
        Files.createDirectories(root.resolve("global/cross-agent.json.lock"));

        StoreListing listing = list();

        assertThat(listing.otherFiles()).containsOnlyKeys("config.json.tmp", "global/cross-agent.json.tmp");
        assertThat(listing.locks()).containsOnlyKeys("global/cross-agent.json.lock");
    }

    @Test
    void list_doesNotLookBelowAnAgent() throws IOException {
        store.put("debugger/old/patterns.json", "[]");
        Files.createDirectories(root.resolve("debugger/patterns.json"));

        StoreListing listing = list();

        assertThat(listing.agents()).containsExactly("debugger");
        assertThat(listing.collections()).isEmpty();
        assertThat(listing.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("debugger/patterns.json");
            assertThat(finding.what()).isEqualTo("a directory with the name of a collection file");
        });
    }

    @Test
    void list_reportsLinksAndFollowsNone() throws IOException {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("patterns.json"), "[]");
        store.put("debugger/metrics.json", "{}");
        Files.createSymbolicLink(root.resolve("linked"), elsewhere);
        Files.createSymbolicLink(root.resolve("twin"), root.resolve("debugger"));
        Files.createSymbolicLink(root.resolve("debugger/patterns.json"), elsewhere.resolve("patterns.json"));
        Files.createSymbolicLink(root.resolve("debugger/solutions.json"), root.resolve("nowhere"));
        Files.createSymbolicLink(root.resolve("debugger/other"), elsewhere);

        StoreListing listing = list();

        assertThat(listing.agents()).containsExactly("debugger");
        assertThat(listing.collections()).isEmpty();
        assertThat(listing.findings())
                .extracting(Finding::where)
                .containsExactly("debugger/patterns.json", "debugger/solutions.json", "linked", "twin");
        assertThat(listing.findings())
                .extracting(Finding::what)
                .containsExactly(
                        "a symbolic link that leads out of the store, to "
                                + elsewhere.toRealPath().resolve("patterns.json"),
                        "a symbolic link that leads nowhere",
                        "a symbolic link that leads out of the store, to " + elsewhere.toRealPath(),
                        "a symbolic link that leads within the store");
        assertThat(listing.findings()).noneMatch(Finding::isProblem);
    }

    @Test
    void list_reportsAPipeAndDoesNotWaitForIt() throws IOException, InterruptedException {
        store.put("debugger/metrics.json", "{}");
        Path pipe = root.resolve("debugger/patterns.json");
        assumeTrue(makePipe(pipe), "no mkfifo on this machine");
        assertThat(makePipe(root.resolve("debugger/pipe"))).isTrue();

        StoreListing listing = list();

        assertThat(listing.collections()).isEmpty();
        assertThat(listing.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).startsWith("a pipe, socket or device"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "link", "pipe", "dangling link"})
    void list_reportsALockThatNoRuntimeMakes(String kind) throws IOException, InterruptedException {
        store.put("debugger/patterns.json", "[]").put("config/schema_version.json", "{}");
        for (String place : new String[] {"debugger/patterns.json.lock", "config/schema_version.json.lock"}) {
            Path lock = root.resolve(place);
            switch (kind) {
                case "file" -> Files.writeString(lock, "4711");
                case "link" -> Files.createSymbolicLink(lock, Files.createTempDirectory(directory, "lock"));
                case "pipe" -> assumeTrue(makePipe(lock), "no mkfifo on this machine");
                default -> Files.createSymbolicLink(lock, directory.resolve("nowhere"));
            }
        }

        assertThat(list().findings())
                .extracting(Finding::where)
                .containsExactlyInAnyOrder("debugger/patterns.json.lock", "config/schema_version.json.lock");
        assertThat(list().findings()).allSatisfy(finding -> {
            assertThat(finding.what()).contains("in place of a lock", "since 20");
            assertThat(finding.advice()).contains("remove it");
        });
    }

    @Test
    void bytesOfAnAgent_areThoseOfItsFilesAlone() throws IOException {
        store.put("a/patterns.json", "[1]")
                .put("a/notes.txt", "12345")
                .put("a-b/decisions.json", "[22]")
                .put("a0/notes.txt", "1")
                .put("a/solutions.json.gz", "[]")
                .put("Z/patterns.json", "[333]");

        StoreListing listing = list();

        assertThat(listing.agents()).extracting(listing::bytesOf).containsExactly(5L, 10L, 4L, 1L);
        assertThat(listing.bytesOf("nobody")).isZero();
    }

    private static boolean makePipe(Path path) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void list_reportsWhatItMayNotLookInto_andSeesTheRest() throws IOException {
        store.put("debugger/patterns.json", "[]")
                .put("locked/patterns.json", "[]")
                .put("audit/log.json.tmp", "");
        WatchedDisk disk = new WatchedDisk();
        for (String name : new String[] {"locked", "audit"}) {
            disk.before("list", "memory/" + name, () -> {
                throw new AccessDeniedException(root.resolve(name).toString());
            });
        }

        StoreListing listing = list(disk.disk());

        assertThat(listing.agents()).containsExactly("debugger", "locked");
        assertThat(listing.collections()).hasSize(1);
        assertThat(listing.findings()).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
            assertThat(finding.what()).isEqualTo("permission denied");
        });
    }

    @Test
    void list_survivesThatAnAgentIsRemovedMeanwhile() throws IOException {
        store.put("debugger/patterns.json", "[]").put("gone/patterns.json", "[]");
        WatchedDisk disk = new WatchedDisk().before("list", "memory/gone", () -> {
            throw new NoSuchFileException(root.resolve("gone").toString());
        });

        assertThat(list(disk.disk()).collections().keySet())
                .extracting(CollectionFile::path)
                .containsExactly("debugger/patterns.json");
    }

    @Test
    void list_doesNotShowFilesOfOurOwn() throws IOException {
        store.put("debugger/.aml-20261122T080000.000Z-0001-1-1.new", "")
                .put("debugger/.aml-20261122T080000.000Z-0001-1-1.old", "")
                .put(".aml-20261122T080000.000Z-0001-1-1.journal", "")
                .put(".aml-lock", "");

        assertThat(list().otherFiles()).isEmpty();
    }

    @Test
    void collectionFile_isKnownByItsNameOnly() {
        assertThat(CollectionFile.ofPath("debugger/patterns.json")).isPresent();
        assertThat(CollectionFile.ofPath("debugger/patterns.json.gz").map(CollectionFile::twin))
                .isEqualTo(CollectionFile.ofPath("debugger/patterns.json"));
        assertThat(CollectionFile.ofPath("team\\dev/patterns.json").map(CollectionFile::agent))
                .contains("team\\dev");
        for (String path : new String[] {
            "patterns.json", "debugger/metrics.json", "a/b/patterns.json", "../patterns.json", "/patterns.json",
            "global/patterns.json", "backups/patterns.json", ".x/patterns.json", "debugger/patterns.json.tmp", ""
        }) {
            assertThat(CollectionFile.ofPath(path)).as(path).isEqualTo(Optional.empty());
        }
    }
}

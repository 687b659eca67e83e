package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root works with the rights of the store's owner, and not at all where somebody else can lead it astray. */
class StoreOwnerTest {
    private static final int ALICE = 41_001;
    private static final int BOB = 41_002;

    @TempDir
    private Path directory;

    private final Disk disk = new LocalDisk();
    private Path home;
    private Path store;

    @BeforeEach
    void makeStore() throws IOException {
        assumeTrue(disk.user() == 0, "only root can give directories away");
        home = Files.createDirectory(directory.resolve("home"));
        store = Files.createDirectories(home.resolve("project/.loom/memory"));
        Files.createDirectory(store.resolve("global"));
    }

    private static void give(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user);
    }

    private void giveAll(int user) throws IOException {
        try (var paths = Files.walk(home)) {
            for (Path path : paths.toList()) {
                give(path, user);
            }
        }
    }

    private static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private StoreOwner owner(Path path) throws IOException {
        return StoreOwner.of(disk, path);
    }

    private void requireRefused(Path path, String why) {
        assertThatThrownBy(() -> owner(path))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(why);
    }

    @Test
    void storeOfRoot_isWorkedOnAsRoot() throws IOException {
        assertThat(owner(store).isRoot()).isTrue();
    }

    @Test
    void storeOfAUser_isWorkedOnAsThatUser() throws IOException {
        giveAll(ALICE);

        assertThat(owner(store)).isEqualTo(new StoreOwner(store.toRealPath(), ALICE, 0));
    }

    @Test
    void storeThatIsToBeMade_isThatOfTheOwnerOfTheNearestDirectory() throws IOException {
        giveAll(ALICE);

        assertThat(owner(home.resolve("other/.loom/memory")).user()).isEqualTo(ALICE);
        assertThat(owner(directory.resolve("new/.loom/memory")).isRoot()).isTrue();
    }

    @Test
    void linkOnTheWay_countsForWhereItLeads() throws IOException {
        giveAll(ALICE);
        Path link = Files.createSymbolicLink(directory.resolve("link"), store);

        assertThat(owner(link)).isEqualTo(owner(store));
    }

    @Test
    void directoryOfAThirdUser_isRefused() throws IOException {
        giveAll(ALICE);
        give(home.resolve("project"), BOB);

        requireRefused(store, "belongs to user " + BOB);
    }

    @Test
    void storeOfRootInAUsersDirectory_isRefused() throws IOException {
        giveAll(ALICE);
        give(store, 0);

        requireRefused(store, "belongs to user " + ALICE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, ALICE})
    void directoryThatAnybodyMayWrite_isRefused(int user) throws IOException {
        giveAll(user);
        mode(home, 0777);

        requireRefused(store, "can be written by other users");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, ALICE})
    void directoryWithTheStickyBit_isNot(int user) throws IOException {
        giveAll(user);
        give(home, 0);
        mode(home, 01777);

        assertThat(owner(store).user()).isEqualTo(user);
    }

    @Test
    void directoryThatAGroupMayWrite_isRefusedOnlyWhereRootWouldKeepItsRights() throws IOException {
        Files.setAttribute(home, "unix:gid", BOB);
        mode(home, 0775);
        requireRefused(store, "can be written by other users");

        giveAll(ALICE);
        assertThat(owner(store).user()).isEqualTo(ALICE);
    }

    @Test
    void agentOfAUserInAStoreOfRoot_isRefused() throws IOException {
        give(Files.createDirectory(store.resolve("debugger")), ALICE);

        requireRefused(store, "can be changed by user " + ALICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory-backup", "memory-state"})
    void folderOfAUserBesideAStoreOfRoot_isRefused_alsoBehindALink(String name) throws IOException {
        Path disk2 = Files.createDirectory(directory.resolve("disk"));
        give(disk2, ALICE);
        Files.createSymbolicLink(store.resolveSibling(name), disk2);

        requireRefused(store, "belongs to user " + ALICE);
    }

    @Test
    void fileOfRootAlone_isOneThatNobodyElseCanReplace() throws IOException {
        Path file = Files.writeString(home.resolve("aml.toml"), "");
        assertThat(StoreOwner.isOfRootAlone(disk, file)).isTrue();

        give(home, ALICE);
        assertThat(StoreOwner.isOfRootAlone(disk, file)).isFalse();
        assertThat(StoreOwner.isOfRootAlone(disk, home.resolve("none"))).isFalse();
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(StoreOwner.isOfRootAlone(disk, link)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-backup", "-state"})
    void linkToADiskThatIsNotMounted_keepsNothingFromBeingRead(String suffix) throws IOException {
        Path mountPoints = Files.createDirectory(home.resolve("mnt"));
        Files.createSymbolicLink(store.resolveSibling("memory" + suffix), mountPoints.resolve("disk/backups"));

        assertThat(owner(store).isRoot()).isTrue();
    }

    @Test
    void linkToALinkToNothing_keepsNothingFromBeingRead() throws IOException {
        Path second = Files.createSymbolicLink(home.resolve("second"), Path.of("nothing/at/all"));
        Files.createSymbolicLink(store.resolveSibling("memory-backup"), second);

        assertThat(owner(store).isRoot()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hers/new", "hers", "second"})
    void linkToWhereAUserCouldMakeTheDirectory_isRefused(String target) throws IOException {
        Path hers = Files.createDirectory(home.resolve("hers"));
        give(hers, ALICE);
        Files.createSymbolicLink(home.resolve("second"), hers.resolve("new/folder"));
        Files.createSymbolicLink(store.resolveSibling("memory-backup"), home.resolve(target));

        requireRefused(store, "belongs to user " + ALICE);
    }

    @Test
    void linksInACircle_keepNothingFromBeingRead_unlessTheyPassAUsersDirectory() throws IOException {
        Path backups = store.resolveSibling("memory-backup");
        Files.createSymbolicLink(backups, Path.of("memory-backup"));
        assertThat(owner(store).isRoot()).isTrue();

        Path hers = Files.createDirectory(home.resolve("hers"));
        give(hers, ALICE);
        Files.delete(backups);
        Files.createSymbolicLink(backups, Files.createSymbolicLink(hers.resolve("back"), backups));
        requireRefused(store, "belongs to user " + ALICE);
    }
}

package loom.aml.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** The contract of {@link Disk}. Each implementation is tested by a subclass that creates it. */
public abstract class DiskContract {

    @TempDir(factory = TempDirFactory.Standard.class)
    protected Path dir;

    /** Returns a disk that shows the files of this machine. */
    protected abstract Disk disk();

    // File state

    @Test
    public void state_showsTypeAndSize() throws IOException {
        Path file = write("file", "12345");
        Files.createSymbolicLink(dir.resolve("link"), file);
        Files.createSymbolicLink(dir.resolve("dangling"), dir.resolve("nowhere"));

        assertThat(disk().state(file).type()).isEqualTo(FileState.Type.FILE);
        assertThat(disk().state(file).size()).isEqualTo(5);
        assertThat(disk().state(dir).type()).isEqualTo(FileState.Type.DIRECTORY);
        assertThat(disk().state(dir).size()).isZero();
        assertThat(disk().state(dir.resolve("link")).type()).isEqualTo(FileState.Type.LINK);
        assertThat(disk().state(dir.resolve("dangling")).type()).isEqualTo(FileState.Type.LINK);
        assertThat(disk().state(Path.of("/dev/null")).type()).isEqualTo(FileState.Type.SPECIAL);
    }

    @Test
    public void state_isMissingIfFileIsAbsent() throws IOException {
        Path file = write("file", "");

        assertThat(disk().state(dir.resolve("nothing"))).isEqualTo(FileState.MISSING);
        assertThat(disk().state(dir.resolve("nothing/below"))).isEqualTo(FileState.MISSING);
        assertThat(disk().state(file.resolve("below"))).isEqualTo(FileState.MISSING);
    }

    @Test
    public void state_differsBetweenVersions() throws IOException {
        Path file = write("file", "one");
        FileState before = disk().state(file);
        Files.move(write("other", "two"), dir.resolve("file"), StandardCopyOption.REPLACE_EXISTING);
        disk().setModified(file, before.modified());
        FileState after = disk().state(file);

        assertThat(disk().state(file)).isEqualTo(after);
        assertThat(after).as("same size and time, another file").isNotEqualTo(before);
    }

    @Test
    public void state_isTheSameForHardLinks() throws IOException {
        Path file = write("file", "one");
        disk().link(file, dir.resolve("second"));

        assertThat(disk().state(dir.resolve("second"))).isEqualTo(disk().state(file));
    }

    @Test
    public void linkTarget_isReturnedAsStored_evenIfAbsent() throws IOException {
        Path link = dir.resolve("leads-nowhere");
        Files.createSymbolicLink(link, Path.of("../nothing"));

        assertThat(disk().linkTarget(link)).isEqualTo(Path.of("../nothing"));
    }

    @Test
    public void realPath_resolvesEveryLink() throws IOException {
        Files.createDirectory(dir.resolve("store"));
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("store"));

        assertThat(disk().realPath(dir.resolve("link/../link")))
                .isEqualTo(dir.resolve("store").toRealPath());
        assertThatThrownBy(() -> disk().realPath(dir.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void list_isSortedByName() throws IOException {
        for (String name : List.of("b", "a.json", "ä", "C", ".hidden", "a")) {
            write(name, name);
        }
        Files.createDirectory(dir.resolve("directory"));
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));
        List<DirectoryEntry> entries = disk().list(dir);

        assertThat(entries)
                .extracting(DirectoryEntry::name)
                .containsExactly(".hidden", "C", "a", "a.json", "b", "directory", "link", "ä");
        for (DirectoryEntry entry : entries) {
            assertThat(entry.state()).isEqualTo(disk().state(dir.resolve(entry.name())));
        }
    }

    @Test
    public void list_isEmptyForEmptyDirectory() throws IOException {
        assertThat(disk().list(dir)).isEmpty();
    }

    @Test
    public void list_failsForAFile() throws IOException {
        Path file = write("file", "");
        Files.createSymbolicLink(dir.resolve("link"), dir);

        assertThatThrownBy(() -> disk().list(dir.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().list(file)).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> disk().list(dir.resolve("link")))
                .as("a link is not followed")
                .isInstanceOf(NotDirectoryException.class);
    }

    // Reading

    @Test
    public void open_readsTheFileToItsEnd() throws IOException {
        Path file = write("file", "one two");
        try (FileInput in = disk().open(file)) {
            assertThat(in.state()).isEqualTo(disk().state(file));
            byte[] window = new byte[20];
            assertThat(in.read(window, 3, 3)).isEqualTo(3);
            assertThat(new String(window, 3, 3, UTF_8)).isEqualTo("one");
            assertThat(new String(in.stream().readAllBytes(), UTF_8)).isEqualTo(" two");
            assertThat(in.read(window, 0, 20)).isEqualTo(-1);
        }
    }

    @Test
    public void open_readsOneVersionDuringReplacement() throws IOException {
        Path file = write("file", "old");
        FileState old = disk().state(file);
        try (FileInput in = disk().open(file)) {
            disk().rename(write("staged", "newer"), file);

            assertThat(in.state()).isEqualTo(old);
            assertThat(new String(in.stream().readAllBytes(), UTF_8)).isEqualTo("old");
        }
    }

    @Test
    public void open_acceptsRegularFilesOnly() throws IOException {
        Path file = write("file", "");
        Files.createSymbolicLink(dir.resolve("link"), file);

        assertThatThrownBy(() -> disk().open(dir.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().open(dir)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk().open(dir.resolve("link"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk().open(Path.of("/dev/zero"))).isInstanceOf(IOException.class);
    }

    @Test
    public void open_doesNotBlockOnAPipe() throws Exception {
        Path pipe = dir.resolve("pipe");
        assumeTrue(runs("mkfifo", pipe.toString()), "mkfifo is not available");

        assertThat(disk().state(pipe).type()).isEqualTo(FileState.Type.SPECIAL);
        assertThatThrownBy(() -> disk().open(pipe)).isInstanceOf(IOException.class);
    }

    @Test
    public void open_reportsAccessDenied() throws IOException {
        Path file = write("file", "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "root can read every file");

        assertThatThrownBy(() -> disk().open(file)).isInstanceOf(AccessDeniedException.class);
    }

    // Writing

    @Test
    public void create_setsTheRequestedMode() throws IOException {
        Path model = write("model", "");
        for (String mode : List.of("rw-------", "rw-r--r--", "rw-rw-rw-", "rwxrwxrwx", "r--------")) {
            Files.setPosixFilePermissions(model, PosixFilePermissions.fromString(mode));
            Path file = dir.resolve(mode);
            try (FileOutput out = disk().create(file, disk().access(model))) {
                out.write("text".getBytes(UTF_8));
                out.write('!');
                out.sync();
            }

            assertThat(file).hasContent("text!");
            assertThat(disk().access(file).modeText()).isEqualTo(mode);
            assertThat(disk().access(file)).isEqualTo(disk().access(model));
        }
    }

    @Test
    public void create_setsTheRequestedOwner() throws IOException {
        Path model = write("model", "");
        assumeTrue(canGiveAway(model), "only root can change the owner of files");
        Access nobodys = disk().access(model);
        Path file = dir.resolve("file");
        disk().create(file, nobodys).close();
        Path directory = dir.resolve("directory");
        disk().createDirectory(directory, nobodys);

        assertThat(disk().access(file)).isEqualTo(nobodys);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65_534);
        assertThat(disk().access(directory)).isEqualTo(nobodys);
        disk().create(dir.resolve("mine"), nobodys.ofMaker()).close();
        assertThat(Files.getAttribute(dir.resolve("mine"), "unix:uid")).isEqualTo(Files.getAttribute(dir, "unix:uid"));
    }

    @Test
    public void create_failsIfTheNameExists() throws IOException {
        Access access = disk().access(write("file", "kept"));
        Files.createSymbolicLink(dir.resolve("dangling"), dir.resolve("nowhere"));

        assertThatThrownBy(() -> disk().create(dir.resolve("file"), access))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk().create(dir, access)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk().create(dir.resolve("dangling"), access))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(dir.resolve("file")).hasContent("kept");
        assertThat(dir.resolve("nowhere")).doesNotExist();
    }

    @Test
    public void create_failsWithoutDirectory() throws IOException {
        Access access = disk().access(write("file", ""));

        assertThatThrownBy(() -> disk().create(dir.resolve("nothing/file"), access))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().create(dir.resolve("file/below"), access))
                .isInstanceOf(IOException.class);
    }

    @Test
    public void append_writesAtTheEnd() throws IOException {
        Path file = write("file", "one");
        try (FileOutput out = disk().append(file)) {
            out.write(" two".getBytes(UTF_8), 0, 4);
            Files.writeString(file, " by another", StandardOpenOption.APPEND);
            out.write("- three -".getBytes(UTF_8), 1, 7);
            out.sync();
        }

        assertThat(file).hasContent("one two by another three ");
    }

    @Test
    public void append_failsIfFileIsAbsent() throws IOException {
        Path file = write("file", "");
        Files.createSymbolicLink(dir.resolve("link"), file);

        assertThatThrownBy(() -> disk().append(dir.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().append(dir.resolve("link"))).isInstanceOf(IOException.class);
    }

    @Test
    public void createDirectory_createsOneDirectory() throws IOException {
        Path model = Files.createDirectory(dir.resolve("model"));
        Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path made = dir.resolve("made");
        disk().createDirectory(made, disk().access(model));
        disk().createDirectory(dir.resolve("lock"));

        assertThat(disk().access(made)).isEqualTo(disk().access(model));
        assertThat(disk().state(dir.resolve("lock")).isDirectory()).isTrue();
    }

    @Test
    public void createDirectory_failsIfTheNameExists() throws IOException {
        Path file = write("file", "");
        Access access = disk().access(dir);
        for (Path taken : List.of(file, dir, Files.createSymbolicLink(dir.resolve("link"), dir))) {
            assertThatThrownBy(() -> disk().createDirectory(taken)).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> disk().createDirectory(taken, access))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThatThrownBy(() -> disk().createDirectory(dir.resolve("nothing/below")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void delete_removesFilesEmptyDirectoriesAndLinks() throws IOException {
        Path file = write("file", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), file);
        Path directory = Files.createDirectory(dir.resolve("directory"));
        disk().delete(link);
        assertThat(file).exists();
        disk().delete(file);
        disk().delete(directory);

        assertThat(disk().list(dir)).isEmpty();
        assertThatThrownBy(() -> disk().delete(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void delete_failsForNonEmptyDirectory() throws IOException {
        write("file", "");

        assertThatThrownBy(() -> disk().delete(dir)).isInstanceOf(DirectoryNotEmptyException.class);
    }

    @Test
    public void rename_replacesTheTarget() throws IOException {
        Path from = write("staged", "new");
        Path to = write("file", "old");
        FileState state = disk().state(from);
        disk().rename(from, to);

        assertThat(to).hasContent("new");
        assertThat(disk().state(to).key()).isEqualTo(state.key());
        assertThat(disk().state(to).modified()).isEqualTo(state.modified());
        assertThat(from).doesNotExist();
    }

    @Test
    public void rename_replacesALinkRatherThanItsTarget() throws IOException {
        Path behind = write("behind", "kept");
        Path link = Files.createSymbolicLink(dir.resolve("link"), behind);
        disk().rename(write("staged", "new"), link);

        assertThat(disk().state(link).isFile()).isTrue();
        assertThat(behind).hasContent("kept");
    }

    @Test
    public void rename_neverReplacesADirectory() throws IOException {
        Path file = write("file", "");
        Path directory = Files.createDirectory(dir.resolve("directory"));

        assertThatThrownBy(() -> disk().rename(file, directory)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk().rename(dir.resolve("nothing"), file)).isInstanceOf(NoSuchFileException.class);
        assertThat(file).exists();
    }

    @Test
    public void link_outlivesTheFirstName() throws IOException {
        Path file = write("file", "kept");
        Path second = dir.resolve("second");
        disk().link(file, second);
        disk().rename(write("staged", "new"), file);

        assertThat(second).hasContent("kept");
    }

    @Test
    public void link_failsIfTheNameExists() throws IOException {
        Path file = write("file", "");
        Path taken = write("taken", "kept");

        assertThatThrownBy(() -> disk().link(file, taken)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk().link(dir.resolve("nothing"), dir.resolve("new")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(taken).hasContent("kept");
    }

    @Test
    public void link_reportsUnsupported() throws IOException {
        Path directory = Files.createDirectory(dir.resolve("directory"));

        assertThatThrownBy(() -> disk().link(directory, dir.resolve("second")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    public void syncDirectory_acceptsDirectoriesAndLinksToThem() throws IOException {
        disk().syncDirectory(dir);
        disk().syncDirectory(Files.createSymbolicLink(dir.resolve("link"), dir));

        assertThatThrownBy(() -> disk().syncDirectory(dir.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void setModified_changesNothingElse() throws IOException {
        Path file = write("file", "12345");
        FileState before = disk().state(file);
        Instant time = Instant.parse("2020-02-29T12:34:56.789123Z");
        disk().setModified(file, time);
        disk().setModified(dir, time);

        assertThat(disk().state(file))
                .isEqualTo(new FileState(
                        FileState.Type.FILE, 5, time, disk().state(file).changed(), before.key()));
        assertThat(disk().state(dir).modified()).isEqualTo(time);
        assertThatThrownBy(() -> disk().setModified(dir.resolve("nothing"), time))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void privateFile_isReadableByTheOwnerOnly() throws IOException {
        Path file = write("file", "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Access access = disk().access(file);

        assertThat(access.modeText()).isEqualTo("rwxr-xr-x");
        assertThat(access.privateFile().modeText()).isEqualTo("rw-------");
        assertThat(access.privateDirectory().modeText()).isEqualTo("rwx------");
        assertThat(access.withoutExecution().modeText()).isEqualTo("rw-r--r--");
        assertThat(access.withoutExecution().group()).isEqualTo(access.group());
        assertThat(access.privateFile().owner()).isEqualTo(access.owner()).isNotNull();
        assertThat(access.ofMaker()).isEqualTo(new Access(access.mode(), null, null));
    }

    @Test
    public void access_doesNotFollowLinks() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));

        assertThat(disk().access(link)).isNotNull();
        assertThatThrownBy(() -> disk().access(dir.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void sameDevice_isTrueWhereRenameWorks() throws IOException {
        Path below = Files.createDirectory(dir.resolve("below"));

        assertThat(disk().sameDevice(dir, below)).isTrue();
        assertThatThrownBy(() -> disk().sameDevice(dir, dir.resolve("nothing")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    public void sameDevice_isFalseAcrossDevices() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(memory), "/dev/shm is not available");
        assumeTrue(!Files.getFileStore(memory).equals(Files.getFileStore(dir)), "the test directory is in memory");

        assertThat(disk().sameDevice(dir, memory)).isFalse();
    }

    // Locks

    @Test
    public void tryLock_excludesOtherCallersInTheProcess() throws IOException {
        Path file = dir.resolve("lock");
        Access access = disk().access(dir).privateFile();
        try (Disk.OsLock lock = disk().tryLock(file, access).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(disk().tryLock(file, access)).isEmpty();
            assertThat(disk().tryLock(dir.resolve(".").resolve("lock"), access)).isEmpty();
            assertThat(disk().access(file).modeText()).isEqualTo("rw-------");
        }
        Optional<Disk.OsLock> again = disk().tryLock(file, access);
        assertThat(again).isPresent();
        again.get().close();
    }

    @Test
    public void tryLock_closedTwice_releasesNoOtherLock() throws IOException {
        Path file = dir.resolve("lock");
        Access access = disk().access(dir).privateFile();
        Disk.OsLock first = disk().tryLock(file, access).orElseThrow();
        first.close();
        try (Disk.OsLock second = disk().tryLock(file, access).orElseThrow()) {
            first.close();

            assertThat(second).isNotNull();
            assertThat(disk().tryLock(file, access)).isEmpty();
        }
    }

    @Test
    public void tryLock_leavesOtherFilesAvailable() throws IOException {
        Access access = disk().access(dir).privateFile();
        try (Disk.OsLock one = disk().tryLock(dir.resolve("one"), access).orElseThrow();
                Disk.OsLock other = disk().tryLock(dir.resolve("other"), access).orElseThrow()) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @Test
    public void tryLock_doesNotFollowLinks() throws IOException {
        Path behind = write("behind", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), behind);
        Access access = disk().access(behind);

        assertThatThrownBy(() -> disk().tryLock(link, access)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk().tryLock(link, access))
                .as("a failed attempt does not count as held")
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk().tryLock(dir.resolve("nothing/lock"), access))
                .isInstanceOf(NoSuchFileException.class);
    }

    // Clock and space

    @Test
    public void now_matchesTimestampsOfFiles() throws IOException {
        Instant before = disk().now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
        Instant stamp = disk().state(write("file", "")).modified();
        Instant after = disk().now().plusSeconds(1);

        assertThat(stamp).isBetween(before, after);
    }

    @Test
    public void usableSpace_isKnownForEveryPath() throws IOException {
        assertThat(disk().usableSpace(dir)).isPositive();
    }

    /** Creates a file with this content. */
    protected final Path write(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }

    /** Changes the owner of a file to nobody, if permitted. */
    private static boolean canGiveAway(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", 65_534);
            Files.setAttribute(file, "unix:gid", 65_534);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            return false;
        }
    }
}

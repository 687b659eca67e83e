package loom.aml.proof.power;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import loom.aml.io.Access;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileOutput;
import loom.aml.io.FileOwner;
import loom.aml.io.FileState;
import loom.aml.io.LocalDisk;

/**
 * The real file system with a simulated power cut. It tracks the synced contents of files and names in directories, and
 * stops before the change with a given number; unsynced changes are then lost, kept or torn.
 *
 * <p>Changes are all operations that a crash can affect: create, write, sync, rename, link, remove or set the time of a
 * file; create, remove or sync a directory. For one thread.
 */
public final class PowerCutDisk implements Disk {

    /** The fate of unsynced changes. */
    public enum Unsynced {
        /** All are lost. */
        LOST,
        /** All are kept, as after a kill. */
        KEPT,
        /** Names as of some later moment, as on a journaling file system; contents truncated or old. */
        IN_ORDER,
        /** Any combination of names; contents old, new, or a mix of blocks of both and of zeros. */
        ANY
    }

    /** Thrown at the power cut and by every later call. */
    public static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;

        PowerCut() {
            super("the power is gone", null, false, false);
        }
    }

    private final Disk real = new LocalDisk();
    private final Platter platter;
    private final Set<OsLock> locks = new HashSet<>();
    private final List<String> changes = new ArrayList<>();
    private int cutAt = -1;
    private Unsynced outcome = Unsynced.KEPT;
    private RandomGenerator random = RandomGenerator.getDefault();
    private boolean isCut;

    /**
     * @param top everything below it is tracked and initially durable; nothing outside is lost
     * @param attic a folder of the same file system, not below {@code top}, for contents without a name
     */
    public PowerCutDisk(Path top, Path attic) throws IOException {
        this.platter = new Platter(top, attic);
    }

    /** Cuts the power before the change with this number, counted from 1. */
    public PowerCutDisk cuttingBefore(int change, Unsynced what, RandomGenerator choice) {
        cutAt = change;
        outcome = what;
        random = choice;
        return this;
    }

    /** Returns descriptions of the changes so far. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    /** Cuts the power now, unless it is already off. */
    public void cut() throws IOException {
        if (!isCut) {
            isCut = true;
            for (OsLock lock : locks) {
                lock.close();
            }
            platter.lose(outcome, random);
        }
    }

    private void reading() {
        if (isCut) {
            throw new PowerCut();
        }
    }

    private void changing(String what, Path path) throws IOException {
        reading();
        changes.add(what + " " + path.getFileName());
        if (changes.size() == cutAt) {
            cut();
            throw new PowerCut();
        }
    }

    @Override
    public Path realPath(Path path) throws IOException {
        reading();
        return real.realPath(path);
    }

    @Override
    public Path linkTarget(Path link) throws IOException {
        reading();
        return real.linkTarget(link);
    }

    @Override
    public FileState state(Path path) throws IOException {
        reading();
        return real.state(path);
    }

    @Override
    public List<DirectoryEntry> list(Path directory) throws IOException {
        reading();
        return real.list(directory);
    }

    @Override
    public FileInput open(Path file) throws IOException {
        reading();
        return real.open(file);
    }

    @Override
    public Access access(Path path) throws IOException {
        reading();
        return real.access(path);
    }

    @Override
    public boolean sameDevice(Path one, Path other) throws IOException {
        reading();
        return real.sameDevice(one, other);
    }

    @Override
    public long usableSpace(Path path) throws IOException {
        reading();
        return real.usableSpace(path);
    }

    @Override
    public Instant now() {
        return real.now();
    }

    @Override
    public FileOutput create(Path file, Access access) throws IOException {
        changing("create", file);
        FileOutput output = real.create(file, access);
        return new Output(file, output, platter.made(file));
    }

    @Override
    public FileOutput append(Path file) throws IOException {
        changing("append", file);
        return new Output(file, real.append(file), platter.written(file));
    }

    @Override
    public void createDirectory(Path directory, Access access) throws IOException {
        changing("createDirectory", directory);
        real.createDirectory(directory, access);
        platter.madeDirectory(directory);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        changing("createDirectory", directory);
        real.createDirectory(directory);
        platter.madeDirectory(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
        changing("delete", path);
        real.delete(path);
        platter.deleted(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        changing("rename", to);
        if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(from.toString(), to.toString(), "directories are not renamed here");
        }
        real.rename(from, to);
        platter.renamed(from, to);
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        changing("link", link);
        real.link(existing, link);
        platter.linked(existing, link);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        changing("syncDirectory", directory);
        real.realPath(directory);
        platter.syncedDirectory(directory);
    }

    @Override
    public Access wholeAccess(Path path) throws IOException {
        reading();
        return real.wholeAccess(path);
    }

    @Override
    public FileOwner owner(Path path) throws IOException {
        reading();
        return real.owner(path);
    }

    @Override
    public int user() throws IOException {
        return real.user();
    }

    @Override
    public void setModified(Path path, Instant time) throws IOException {
        changing("setModified", path);
        platter.stamped(path);
        real.setModified(path, time);
    }

    @Override
    public Optional<OsLock> tryLock(Path file, Access access) throws IOException {
        reading();
        boolean isNew = real.state(file).isMissing();
        if (isNew) {
            changing("tryLock", file);
        }
        Optional<OsLock> lock = real.tryLock(file, access);
        lock.ifPresent(locks::add);
        if (isNew) {
            platter.made(file);
        }
        return lock;
    }

    private final class Output extends FileOutput {
        private final Path path;
        private final FileOutput file;
        private final Platter.Content content;

        Output(Path path, FileOutput file, Platter.Content content) {
            this.path = path;
            this.file = file;
            this.content = content;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            changing("write", path);
            file.write(bytes, offset, length);
        }

        @Override
        public void sync() throws IOException {
            changing("sync", path);
            content.synced();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

package loom.aml.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk that injects faults. At a call selected by its number, the call fails, the disk is full, half of the bytes are
 * written, or the process or machine stops; before a selected call, another program can act.
 *
 * <p>Each method of the disk except {@link #now} counts as a call, and so does each read, write and sync of an open
 * file.
 *
 * <p>Nothing is really synced. Instead, the disk records which names and contents are not yet durable, and {@link
 * Fault#POWER_CUT} discards them: the latest changes of names first, as on a journaling file system.
 */
public final class FaultyDisk implements Disk {

    /** The kinds of faults. */
    public enum Fault {
        /** The call fails; later calls succeed. */
        ERROR,
        /** The disk is full from this call on. */
        FULL,
        /** Half of the bytes are written; then the disk is full. */
        SHORT_WRITE,
        /** The process is killed; its changes remain. */
        KILL,
        /** The machine stops; changes that were not synced are lost. */
        POWER_CUT;

        /** Returns whether the fault can occur in a call. */
        public boolean canStrike(Call call) {
            return switch (this) {
                case FULL -> NEEDS_ROOM.contains(call.name);
                case SHORT_WRITE -> call.name.equals("write");
                case ERROR, KILL, POWER_CUT -> true;
            };
        }
    }

    /** A recorded call. */
    public record Call(int number, String name, Path path) {
        @Override
        public String toString() {
            return "call " + number + ", " + name + " " + path.getFileName();
        }
    }

    /** Simulates the end of the process. Every later call throws it too. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the process is no more", null, false, false);
        }
    }

    /** An action of another program. */
    @FunctionalInterface
    public interface Other {
        void act(Call before) throws IOException;
    }

    private static final Set<String> NEEDS_ROOM = Set.of("create", "createDirectory", "link", "write", "sync");

    private final Disk real = new LocalDisk();
    private final List<Call> calls = new ArrayList<>();
    private final Set<Path> devices = new HashSet<>();
    private final Set<OsLock> locks = new HashSet<>();
    private final Unsynced unsynced = new Unsynced();
    private int faultAt = -1;
    private @Nullable Fault fault;
    private int otherAt = -1;
    private @Nullable Other other;
    private Duration ahead = Duration.ZERO;
    private boolean hasLinks = true;
    private boolean mayGiveAway = true;
    private boolean isFull;
    private boolean isDead;
    private boolean hasStruck;

    /** Injects the fault into the call with this number, counted from 1. */
    public FaultyDisk failingAt(int call, Fault what) {
        faultAt = call;
        fault = what;
        return this;
    }

    /** Runs an action before the call with this number, counted from 1; before every call if the number is 0. */
    public FaultyDisk before(int call, Other somebody) {
        otherAt = call;
        other = somebody;
        return this;
    }

    /** Records unsynced changes in a folder of the same file system so that a power cut can discard them. */
    public FaultyDisk losing(Path attic, RandomGenerator random) {
        unsynced.keepIn(attic, random);
        return this;
    }

    /** Disables hard links. */
    public FaultyDisk withoutLinks() {
        hasLinks = false;
        return this;
    }

    /** Moves the clock forward, so that new files are no longer racily clean. */
    public FaultyDisk later(Duration time) {
        ahead = time;
        return this;
    }

    /** Treats a directory as the root of another device. */
    public FaultyDisk withDeviceAt(Path directory) {
        devices.add(directory);
        return this;
    }

    /** Acts as a user other than root, who cannot change the owner of files. */
    public FaultyDisk forOrdinaryUser() {
        mayGiveAway = false;
        return this;
    }

    /** Returns the calls so far. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Returns whether the fault has occurred. */
    public boolean hasStruck() {
        return hasStruck;
    }

    private void call(String name, Path path) throws IOException {
        Call call = note(name, path);
        if (other != null && (otherAt == 0 || otherAt == call.number)) {
            other.act(call);
        }
        if (fault != null && faultAt == call.number && fault.canStrike(call)) {
            hasStruck = true;
            strike(fault, path);
        }
        if (isFull && NEEDS_ROOM.contains(name)) {
            throw full(name);
        }
    }

    private synchronized Call note(String name, Path path) {
        if (isDead) {
            throw new Crash();
        }
        Call call = new Call(calls.size() + 1, name, path);
        calls.add(call);
        return call;
    }

    private void strike(Fault what, Path path) throws IOException {
        switch (what) {
            case ERROR -> throw new FileSystemException(path.toString(), null, "Input/output error");
            case FULL, SHORT_WRITE -> isFull = true;
            case KILL -> die();
            case POWER_CUT -> {
                unsynced.lose();
                die();
            }
        }
    }

    private void die() throws IOException {
        isDead = true;
        for (OsLock lock : locks) {
            lock.close();
        }
        throw new Crash();
    }

    /** LocalDisk treats a failed link as unsupported by the file system. */
    private static DiskFullException full(String name) {
        IOException full = new IOException("No space left on device");
        if (name.equals("link")) {
            throw new UnsupportedOperationException(full);
        }
        return new DiskFullException(full);
    }

    private Path deviceOf(Path directory) {
        Path device = Path.of("/");
        for (Path top : devices) {
            device = directory.startsWith(top) ? top : device;
        }
        return device;
    }

    private void requireOneDevice(Path from, Path to) throws IOException {
        if (!deviceOf(from.getParent()).equals(deviceOf(to.getParent()))) {
            throw new FileSystemException(from.toString(), to.toString(), "Invalid cross-device link");
        }
    }

    private void requireOwn(Path path, Access access) throws IOException {
        if (!mayGiveAway && (access.owner() != null || access.group() != null)) {
            throw new FileSystemException(path.toString(), null, "Operation not permitted");
        }
    }

    @Override
    public Path realPath(Path path) throws IOException {
        call("realPath", path);
        return real.realPath(path);
    }

    @Override
    public Path linkTarget(Path link) throws IOException {
        call("linkTarget", link);
        return real.linkTarget(link);
    }

    @Override
    public FileState state(Path path) throws IOException {
        call("state", path);
        return settled(real.state(path));
    }

    @Override
    public List<DirectoryEntry> list(Path directory) throws IOException {
        call("list", directory);
        return real.list(directory).stream()
                .map(entry -> new DirectoryEntry(entry.name(), settled(entry.state())))
                .toList();
    }

    /**
     * Returns the state without the change time, which tests cannot set. A file that changed a moment ago is read
     * twice, so the number of calls would depend on the speed of the machine. If another program acts, the change time
     * is kept because some of its changes show in nothing else.
     */
    private FileState settled(FileState state) {
        return other != null ? state : new FileState(state.type(), state.size(), state.modified(), state.key());
    }

    @Override
    public FileInput open(Path file) throws IOException {
        call("open", file);
        return new Input(file, real.open(file));
    }

    @Override
    public FileOutput create(Path file, Access access) throws IOException {
        call("create", file);
        requireOwn(file, access);
        Output output = new Output(file, real.create(file, access), 0);
        unsynced.made(file, output);
        return output;
    }

    @Override
    public FileOutput append(Path file) throws IOException {
        call("append", file);
        return unsynced.opened(file, new Output(file, real.append(file), Files.size(file)));
    }

    @Override
    public void createDirectory(Path directory, Access access) throws IOException {
        call("createDirectory", directory);
        requireOwn(directory, access);
        real.createDirectory(directory, access);
        unsynced.named(directory, () -> Files.delete(directory));
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        call("createDirectory", directory);
        real.createDirectory(directory);
        unsynced.named(directory, () -> Files.delete(directory));
    }

    @Override
    public void delete(Path path) throws IOException {
        call("delete", path);
        unsynced.deleting(path);
        real.delete(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        call("rename", to);
        requireOneDevice(from, to);
        unsynced.renaming(from, to);
        real.rename(from, to);
    }

    @Override
    public void link(Path existing, Path link) throws IOException {
        call("link", link);
        if (!hasLinks || !deviceOf(existing.getParent()).equals(deviceOf(link.getParent()))) {
            throw new UnsupportedOperationException("no hard links here");
        }
        real.link(existing, link);
        unsynced.named(link, () -> Files.delete(link));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        call("syncDirectory", directory);
        unsynced.synced(directory);
    }

    @Override
    public Access access(Path path) throws IOException {
        call("access", path);
        return real.access(path);
    }

    @Override
    public Access wholeAccess(Path path) throws IOException {
        call("access", path);
        return real.wholeAccess(path);
    }

    @Override
    public FileOwner owner(Path path) throws IOException {
        call("owner", path);
        return real.owner(path);
    }

    @Override
    public int user() throws IOException {
        return real.user();
    }

    @Override
    public void setModified(Path path, Instant time) throws IOException {
        call("setModified", path);
        real.setModified(path, time);
    }

    @Override
    public boolean sameDevice(Path one, Path other) throws IOException {
        call("sameDevice", other);
        return real.sameDevice(one, other) && deviceOf(one).equals(deviceOf(other));
    }

    @Override
    public Optional<OsLock> tryLock(Path file, Access access) throws IOException {
        call("tryLock", file);
        requireOwn(file, access);
        Optional<OsLock> lock = real.tryLock(file, access);
        lock.ifPresent(locks::add);
        return lock;
    }

    @Override
    public Instant now() {
        return real.now().plus(ahead);
    }

    @Override
    public long usableSpace(Path path) throws IOException {
        call("usableSpace", path);
        return real.usableSpace(path);
    }

    private final class Input implements FileInput {
        private final Path path;
        private final FileInput file;

        Input(Path path, FileInput file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public FileState state() {
            return settled(file.state());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            call("read", path);
            return file.read(into, offset, length);
        }

        @Override
        public void seek(long position) throws IOException {
            file.seek(position);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private final class Output extends FileOutput {
        private final Path path;
        private final FileOutput file;
        private long length;
        private long durable;

        Output(Path path, FileOutput file, long length) {
            this.path = path;
            this.file = file;
            this.length = length;
            this.durable = length;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                call("write", path);
            } catch (DiskFullException | Crash e) {
                // The interrupted write is half done.
                if (hasStruck && calls.size() == faultAt && fault != Fault.FULL && fault != Fault.POWER_CUT) {
                    file.write(bytes, offset, count / 2);
                }
                throw e;
            }
            file.write(bytes, offset, count);
            length += count;
        }

        @Override
        public void sync() throws IOException {
            call("sync", path);
            durable = length;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** The changes that a power cut discards. */
    private static final class Unsynced {
        private final Map<Path, Output> contents = new HashMap<>();
        private final List<Name> names = new ArrayList<>();
        private @Nullable Path attic;
        private @Nullable RandomGenerator random;
        private int kept;

        /** A change of a name that can be reverted until its directory is synced. */
        private record Name(Path directory, Undo undo) {}

        private interface Undo {
            void run() throws IOException;
        }

        void keepIn(Path folder, RandomGenerator choice) {
            attic = folder;
            random = choice;
        }

        synchronized void made(Path file, Output output) {
            opened(file, output);
            named(file, () -> Files.delete(file));
        }

        synchronized Output opened(Path file, Output output) {
            contents.put(file, output);
            return output;
        }

        synchronized void named(Path path, Undo undo) {
            if (attic != null) {
                names.add(new Name(path.getParent(), undo));
            }
        }

        synchronized void deleting(Path path) throws IOException {
            contents.remove(path);
            if (attic != null && Files.exists(path)) {
                Path copy = keep(path);
                named(path, copy == null ? () -> Files.createDirectory(path) : () -> Files.move(copy, path));
            }
        }

        synchronized void renaming(Path from, Path to) throws IOException {
            Output output = contents.remove(from);
            if (output != null) {
                contents.put(to, output);
            }
            if (attic != null && Files.exists(from)) {
                Path replaced = Files.exists(to) ? keep(to) : null;
                named(to, () -> {
                    Files.move(to, from);
                    if (replaced != null) {
                        Files.move(replaced, to);
                    }
                });
            }
        }

        /** Creates another name for a file that is about to lose its own; null for a directory. */
        private @Nullable Path keep(Path path) throws IOException {
            if (attic == null || Files.isDirectory(path)) {
                return null;
            }
            Path copy = attic.resolve("kept-" + kept++);
            Files.createLink(copy, path);
            return copy;
        }

        synchronized void synced(Path directory) {
            names.removeIf(name -> name.directory.equals(directory));
        }

        synchronized void lose() throws IOException {
            for (Map.Entry<Path, Output> content : contents.entrySet()) {
                if (Files.exists(content.getKey())) {
                    cut(content.getKey(), content.getValue().durable);
                }
            }
            int survive = random == null ? 0 : random.nextInt(names.size() + 1);
            for (Name name : names.subList(survive, names.size()).reversed()) {
                try {
                    name.undo.run();
                } catch (FileSystemException e) {
                    // The directory contains something that was synced, so it exists.
                }
            }
        }

        private static void cut(Path file, long length) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (channel.size() > length) {
                    channel.truncate(length);
                }
            }
        }
    }
}

package loom.aml.proof.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a directory tree is durable. Names and contents are kept apart, as a disk keeps them: a name is durable once its
 * directory was synced, a content once its file was.
 *
 * <p>A rename is one change, to both directories, and durable once the one that it leads to was synced. A change of a name takes with it those
 * of the same name that came before. Safe for use by many threads: some operations write several files at once.
 */
final class Platter {
    private static final int BLOCK = 512;

    /** What a name stands for. */
    private sealed interface Thing permits Content, Folder {}

    private record Folder(Set<PosixFilePermission> mode) implements Thing {}

    /** What a file holds, whatever its name; it stands in the attic as well, so that it outlives its names. */
    final class Content implements Thing {
        private final Path place;
        private byte @Nullable [] durable;
        private @Nullable FileTime durableTime;

        Content(Path place) {
            this.place = place;
        }

        /** It is going to be written: what it holds now is durable, unless it was written before. */
        private void writing() throws IOException {
            if (durable == null) {
                durable = Files.readAllBytes(place);
                durableTime = Files.getLastModifiedTime(place);
            }
        }

        private void isNew() throws IOException {
            durable = new byte[0];
            durableTime = Files.getLastModifiedTime(place);
        }

        /** All that was written is durable. */
        void synced() throws IOException {
            durable = Files.readAllBytes(place);
            durableTime = Files.getLastModifiedTime(place);
        }

        private void lose(PowerCutDisk.Unsynced outcome, RandomGenerator random) throws IOException {
            if (durable == null || outcome == PowerCutDisk.Unsynced.KEPT) {
                return;
            }
            byte[] now = Files.readAllBytes(place);
            FileTime time = Files.getLastModifiedTime(place);
            boolean isUnsynced = !Arrays.equals(durable, now) || !time.equals(durableTime);
            if (isUnsynced) {
                byte[] left = outcome == PowerCutDisk.Unsynced.LOST ? durable : torn(durable, now, outcome, random);
                Files.write(place, left);
                Files.setLastModifiedTime(place, Arrays.equals(left, durable) ? durableTime : time);
            }
        }
    }

    /** One change of one or two names; null for a name that stands for nothing any more. */
    private record Change(List<Path> names, List<@Nullable Thing> things, Path syncedBy) {
        static Change of(Path name, @Nullable Thing thing) {
            List<@Nullable Thing> things = new ArrayList<>();
            things.add(thing);
            return new Change(List.of(name), things, name.getParent());
        }

        void applyTo(Map<Path, Thing> names) {
            for (int i = 0; i < this.names.size(); i++) {
                Thing thing = things.get(i);
                if (thing == null) {
                    names.remove(this.names.get(i));
                } else {
                    names.put(this.names.get(i), thing);
                }
            }
        }
    }

    private final Path top;
    private final Path attic;
    private final SortedMap<Path, Thing> durable = new TreeMap<>();
    private final SortedMap<Path, Thing> current = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();
    private final List<Content> contents = new ArrayList<>();

    Platter(Path top, Path attic) throws IOException {
        this.top = top;
        this.attic = attic;
        Map<Object, Content> byKey = new HashMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                Object key = Files.readAttributes(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                        .get("ino");
                Content known = byKey.get(key);
                Thing thing = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        ? new Folder(Files.getPosixFilePermissions(path))
                        : known == null ? keep(path) : known;
                if (thing instanceof Content content) {
                    byKey.put(key, content);
                }
                durable.put(path, thing);
            }
        }
        current.putAll(durable);
    }

    private Content keep(Path file) throws IOException {
        Content content = new Content(attic.resolve("content-" + contents.size()));
        Files.createLink(content.place, file);
        contents.add(content);
        return content;
    }

    private void changed(Change change) {
        change.applyTo(current);
        unsynced.add(change);
    }

    synchronized Content made(Path file) throws IOException {
        Content content = keep(file);
        content.isNew();
        changed(Change.of(file, content));
        return content;
    }

    /** A file is going to be written. */
    synchronized Content written(Path file) throws IOException {
        Content content = (Content) current.get(file);
        content.writing();
        return content;
    }

    /** A file or a directory is going to be stamped. Nobody goes by the time of a directory that a power cut left. */
    synchronized void stamped(Path path) throws IOException {
        if (current.get(path) instanceof Content content) {
            content.writing();
        }
    }

    synchronized void madeDirectory(Path directory) throws IOException {
        changed(Change.of(directory, new Folder(Files.getPosixFilePermissions(directory))));
    }

    synchronized void deleted(Path path) {
        changed(Change.of(path, null));
    }

    synchronized void renamed(Path from, Path to) {
        List<@Nullable Thing> things = new ArrayList<>();
        things.add(null);
        things.add(current.get(from));
        changed(new Change(List.of(from, to), things, to.getParent()));
    }

    synchronized void linked(Path existing, Path link) {
        changed(Change.of(link, current.get(existing)));
    }

    synchronized void syncedDirectory(Path directory) {
        Set<Path> names = new HashSet<>();
        List<Change> synced = new ArrayList<>();
        for (Change change : unsynced.reversed()) {
            if (change.syncedBy.equals(directory) || change.names.stream().anyMatch(names::contains)) {
                names.addAll(change.names);
                synced.addFirst(change);
            }
        }
        synced.forEach(change -> change.applyTo(durable));
        unsynced.removeAll(synced);
    }

    /** Makes the tree what a power cut leaves of it. */
    synchronized void lose(PowerCutDisk.Unsynced outcome, RandomGenerator random) throws IOException {
        SortedMap<Path, Thing> left = new TreeMap<>(durable);
        int moment = random.nextInt(unsynced.size() + 1);
        for (int i = 0; i < unsynced.size(); i++) {
            boolean isKept = switch (outcome) {
                case LOST -> false;
                case KEPT -> true;
                case IN_ORDER -> i < moment;
                case ANY -> random.nextBoolean();
            };
            if (isKept) {
                unsynced.get(i).applyTo(left);
            }
        }
        for (Content content : contents) {
            content.lose(outcome, random);
        }
        clear();
        rebuild(left);
    }

    private void clear() throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(top)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** What lies in a directory that was lost is lost. */
    private void rebuild(SortedMap<Path, Thing> names) throws IOException {
        for (Map.Entry<Path, Thing> entry : names.entrySet()) {
            Path path = entry.getKey();
            if (path.equals(top) || !Files.isDirectory(path.getParent(), LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            switch (entry.getValue()) {
                case Folder folder -> {
                    Files.createDirectory(path);
                    Files.setPosixFilePermissions(path, folder.mode);
                }
                case Content content -> Files.createLink(path, content.place);
            }
        }
    }

    /** What a file may hold that was written and not synced. */
    private static byte[] torn(byte[] old, byte[] now, PowerCutDisk.Unsynced outcome, RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            return random.nextBoolean() ? old : now;
        }
        if (outcome == PowerCutDisk.Unsynced.IN_ORDER) {
            // Written at its end or from its beginning, as all our files are, it is cut off.
            int least = Math.min(old.length, now.length);
            return Arrays.copyOf(now, least + random.nextInt(now.length - least + 1));
        }
        byte[] torn = now.clone();
        for (int at = 0; at < now.length; at += BLOCK) {
            int end = Math.min(now.length, at + BLOCK);
            if (at >= old.length && random.nextBoolean()) {
                Arrays.fill(torn, at, end, (byte) 0);
            } else if (at < old.length && random.nextBoolean()) {
                System.arraycopy(old, at, torn, at, Math.min(end, old.length) - at);
            }
        }
        return torn;
    }
}

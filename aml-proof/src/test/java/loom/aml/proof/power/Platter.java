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
 * The durable state of a directory tree. Names and contents are separate, as on a disk: a name is durable after a sync
 * of its directory, a content after a sync of its file.
 *
 * <p>A rename is one change of both directories, durable after a sync of the target directory. A durable change of a
 * name includes all earlier changes of the same name. Thread-safe, because some operations write several files
 * concurrently.
 */
final class Platter {
    private static final int BLOCK = 512;

    /** The object that a name refers to. */
    private sealed interface Thing permits Content, Folder {}

    private record Folder(Set<PosixFilePermission> mode) implements Thing {}

    /** The content of a file, whatever its name; also stored in the attic, so that it outlives its names. */
    final class Content implements Thing {
        private final Path place;
        private byte @Nullable [] durable;
        private @Nullable FileTime durableTime;

        Content(Path place) {
            this.place = place;
        }

        /** Called before a write: the current content is durable, unless it was written before. */
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

        /** Marks all written content as durable. */
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

    /** A change of one or two names; null for a name that no longer exists. */
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

    /** Called before a file is written. */
    synchronized Content written(Path file) throws IOException {
        Content content = (Content) current.get(file);
        content.writing();
        return content;
    }

    /** Called before a timestamp is set. Times of directories do not matter after a power cut. */
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

    /** Changes the tree to a possible state after a power cut. */
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

    /** The content of a lost directory is lost. */
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

    /** Returns a possible content of a file that was written but not synced. */
    private static byte[] torn(byte[] old, byte[] now, PowerCutDisk.Unsynced outcome, RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            return random.nextBoolean() ? old : now;
        }
        if (outcome == PowerCutDisk.Unsynced.IN_ORDER) {
            // All files of aml are written sequentially, so the content is truncated.
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

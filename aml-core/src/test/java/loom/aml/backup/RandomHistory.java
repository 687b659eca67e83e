package loom.aml.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.RandomStore;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.item.ItemKind;

/** Changes a store as agents, people and broken disks do: a sequence of random edits. */
final class RandomHistory {
    private static final List<String> MODES = List.of("rw-r--r--", "rw-------", "rw-rw-r--", "r--r-----", "rwxr-xr-x");

    private final TestStore store;
    private final Random random;
    private final SortedMap<String, Collection> collections = new TreeMap<>();
    private final List<String> edits = new ArrayList<>();
    private int born;

    /** A collection whose elements are known, so that single ones can be edited. */
    private static final class Collection {
        private final List<String> elements = new ArrayList<>();
        private String separator = "\n  ";
        private String head = "[";
        private String tail = "\n]";
        private boolean isGzip;

        String text() {
            return elements.isEmpty() ? "[]" : head + separator + String.join("," + separator, elements) + tail;
        }
    }

    RandomHistory(TestStore store, Random random) throws IOException {
        this.store = store;
        this.random = random;
        RandomStore.fill(store, random);
        for (String agent : List.of("one", "two")) {
            for (ItemKind kind : ItemKind.RUNTIME) {
                Collection collection = new Collection();
                collection.isGzip = random.nextBoolean();
                for (int i = random.nextInt(12); i > 0; i--) {
                    collection.elements.add(item());
                }
                style(collection);
                collections.put(agent + "/" + kind.fileName(), collection);
                write(agent + "/" + kind.fileName());
            }
        }
    }

    private void style(Collection collection) {
        collection.separator = List.of("\n  ", "", " ", "\r\n").get(random.nextInt(4));
        collection.head = List.of("[", "\ufeff[", " \n[").get(random.nextInt(3));
        collection.tail = List.of("\n]", "]", "]\n", " ] ").get(random.nextInt(4));
    }

    private String item() {
        TestItem item = TestItem.pattern(TestItem.uuid("item " + born++))
                .padded(random.nextInt(8) == 0 ? random.nextInt(3000) : random.nextInt(40));
        return random.nextBoolean() ? item.toString() : item.toLine();
    }

    private void write(String path) throws IOException {
        Collection collection = collections.get(path);
        byte[] bytes = collection.isGzip
                ? TestStore.gzip(collection.text())
                : collection.text().getBytes(UTF_8);
        clear(path);
        if (random.nextBoolean()) {
            store.rewrite(path, bytes);
        } else {
            store.put(path, bytes);
        }
    }

    /** Returns and clears the description of the edits since the last call. */
    String edits() {
        String told = String.join("; ", edits);
        edits.clear();
        return told;
    }

    /** Makes a random number of edits, possibly none. */
    void live() throws IOException {
        for (int i = random.nextInt(5); i > 0; i--) {
            edit();
        }
    }

    private void edit() throws IOException {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> collection("add", list -> list.add(random.nextInt(list.size() + 1), item()));
            case 3, 4, 5, 6 ->
                collection("edit", list -> {
                    if (!list.isEmpty()) {
                        int i = random.nextInt(list.size());
                        list.set(i, list.get(i).replaceFirst("retry", "again" + random.nextInt(100)));
                    }
                });
            case 7, 8 ->
                collection("remove", list -> {
                    if (!list.isEmpty()) {
                        list.remove(random.nextInt(list.size()));
                    }
                });
            case 9 -> collection("shuffle", list -> Collections.shuffle(list, random));
            case 10 ->
                collection("twice", list -> {
                    if (!list.isEmpty()) {
                        list.add(random.nextInt(list.size()), list.get(random.nextInt(list.size())));
                    }
                });
            case 11 -> {
                String path = anyCollection();
                collections.get(path).isGzip ^= true;
                edits.add("other encoding " + path);
                write(path);
            }
            case 12 -> {
                String path = anyCollection();
                style(collections.get(path));
                edits.add("other layout " + path);
                write(path);
            }
            case 13 -> damage();
            case 14 -> stranger();
            case 15 -> vanish();
            case 16 -> mode();
            case 17 -> touch();
            case 18 -> twin();
            default -> watch();
        }
    }

    private interface Edit {
        void of(List<String> elements);
    }

    private void collection(String what, Edit edit) throws IOException {
        String path = anyCollection();
        edit.of(collections.get(path).elements);
        edits.add(what + " " + path);
        write(path);
    }

    private String anyCollection() {
        return new ArrayList<>(collections.keySet()).get(random.nextInt(collections.size()));
    }

    /** Returns a random existing file; empty in an empty store. */
    private String anyFile() throws IOException {
        try (Stream<Path> paths = Files.walk(store.root())) {
            List<String> files = paths.filter(Files::isRegularFile)
                    .map(path -> store.root().relativize(path).toString())
                    .sorted()
                    .toList();
            return files.isEmpty() ? "" : files.get(random.nextInt(files.size()));
        }
    }

    private void damage() throws IOException {
        String path = anyFile();
        byte[] bytes = path.isEmpty() ? new byte[0] : store.bytes(path);
        if (bytes.length > 0) {
            int at = random.nextInt(bytes.length);
            byte[] damaged = switch (random.nextInt(3)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
                default -> {
                    byte[] flipped = bytes.clone();
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                    yield flipped;
                }
            };
            edits.add("damage " + path);
            store.put(path, damaged);
        }
    }

    /** Creates foreign files, some of them deep or empty, and empty folders. */
    private void stranger() throws IOException {
        String path = List.of(
                        "one/notes/deep/er/" + random.nextInt(3) + ".bin",
                        "one/index.json",
                        "stray " + random.nextInt(2) + ".txt",
                        "global/\u00fcber-\u4f60.json",
                        "two/one/patterns.json",
                        "audit/2026/log",
                        ".hidden")
                .get(random.nextInt(7));
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(5000)];
        random.nextBytes(bytes);
        edits.add("stranger " + path);
        clear(path);
        store.put(path, bytes);
        Files.createDirectories(store.root().resolve("empty-" + random.nextInt(3)));
        store.put("one/patterns.json.tmp", "in flight");
        Files.createDirectories(store.root().resolve("two/solutions.json.lock"));
    }

    /** Removes a folder that may occupy the path of a file. */
    private void clear(String path) throws IOException {
        if (Files.isDirectory(store.root().resolve(path))) {
            delete(store.root().resolve(path));
        }
    }

    private void vanish() throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> {
                String agent = random.nextBoolean() ? "one" : "two";
                edits.add("vanish " + agent);
                delete(store.root().resolve(agent));
            }
            case 1 -> {
                String path = anyCollection();
                edits.add("folder for file " + path);
                Path folder = store.root().resolve(path);
                delete(folder);
                Files.createDirectories(folder);
                Files.write(folder.resolve("inside"), new byte[] {1, 2, 3});
            }
            default -> {
                String path = anyFile();
                if (!path.isEmpty()) {
                    edits.add("vanish " + path);
                    delete(store.root().resolve(path));
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> paths = Files.walk(path)) {
                for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private void mode() throws IOException {
        String path = anyFile();
        if (!path.isEmpty()) {
            edits.add("mode " + path);
            Path file = store.root().resolve(path);
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(MODES.get(random.nextInt(MODES.size()))));
            Path folder = random.nextBoolean() ? file.getParent() : file;
            if (Files.isDirectory(folder)) {
                Files.setPosixFilePermissions(
                        folder, PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-x---" : "rwxr-xr-x"));
            }
        }
    }

    private void touch() throws IOException {
        String path = anyFile();
        if (!path.isEmpty()) {
            edits.add("touch " + path);
            Instant time =
                    TestStore.NOW.minusSeconds(random.nextInt(100_000_000)).plusNanos(random.nextInt(1000) * 1000L);
            Files.setLastModifiedTime(store.root().resolve(path), FileTime.from(time));
        }
    }

    /** Renames a collection to its other name (plain or suffixed), which may exist already. */
    private void twin() throws IOException {
        String path = anyCollection();
        Path file = store.root().resolve(path);
        Path other = store.root().resolve(path + ".gz");
        edits.add("twin " + path);
        if (Files.isRegularFile(other)) {
            delete(file);
            Files.move(other, file);
        } else if (Files.isRegularFile(file)) {
            Files.move(file, other);
        }
    }

    private void watch() throws IOException {
        edits.add("watch");
        store.put("monitoring/metrics.json", "[" + random.nextInt(1000) + "]");
    }
}

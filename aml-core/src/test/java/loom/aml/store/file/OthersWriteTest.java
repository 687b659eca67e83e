package loom.aml.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.StoreItems;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another program does what it may do to the very file that is being changed, before any single call. */
class OthersWriteTest {

    @TempDir
    private Path directory;

    /** A write or removal by another program. */
    private enum Deed {
        /** Reads the collection, adds an item, and writes it as the runtime does. */
        ADD,
        /** Adds a field to each item, and writes the collection as the runtime does. */
        CHANGE,
        /** The same without another file, as rsync --inplace does: the inode, the size and the time of modification stay. */
        CHANGE_IN_PLACE,
        /** Takes the first item out. */
        TAKE_OUT,
        /** Writes what was there. */
        WRITE_THE_SAME,
        /** Removes the file; takes no lock for that. */
        DELETE,
        /** Removes the agent's directory with all that is in it, as a restore does first; takes no lock. */
        DELETE_ALL;

        boolean needsLock() {
            return compareTo(DELETE) < 0;
        }
    }

    private record Point(Deed deed, FaultyDisk.Call call) {}

    @ParameterizedTest
    @EnumSource
    void apply_losesNothingThatOthersWriteAtAnyInstant(Scenario scenario) throws IOException {
        boolean isAged = scenario.ordinal() % 2 == 1;
        List<FaultyDisk.Call> calls = new Stage(scenario, directory.resolve("dry"), isAged).calls();
        List<Point> points = new ArrayList<>();
        for (FaultyDisk.Call call : calls.subList(firstLook(calls), calls.size())) {
            for (Deed deed : deeds(scenario)) {
                points.add(new Point(deed, call));
            }
        }

        int tried = Points.tryAll(
                points,
                directory,
                own -> new Stage(scenario, own, isAged),
                (point, stage) -> disturb(scenario, point, stage));

        System.out.printf("%s: disturbed in %d of %d ways%n", scenario, tried, points.size());
        assertThat(points).hasSizeGreaterThan(50);
    }

    private static Set<Deed> deeds(Scenario scenario) {
        if (scenario == Scenario.SEVERAL || scenario == Scenario.WHOLE_OF_MANY_KINDS) {
            return EnumSet.of(Deed.ADD);
        }
        return scenario.isOfItems() ? EnumSet.allOf(Deed.class) : EnumSet.of(Deed.DELETE, Deed.DELETE_ALL);
    }

    /** The first call that concerns the file. */
    private static int firstLook(List<FaultyDisk.Call> calls) {
        int i = 0;
        while (!calls.get(i).name().equals("realPath") || i == 0) {
            i++;
        }
        return i;
    }

    private static void disturb(Scenario scenario, Point point, Stage stage) throws IOException {
        TestStore store = stage.store();
        Set<String> items = StoreItems.of(store);
        Other other = new Other(store, scenario.path(), point);
        FaultyDisk disk = new FaultyDisk().before(0, other);

        List<FileOutcome> outcomes = stage.play(store, disk);

        assertThat(Stage.reopen(store)).noneMatch(Finding::isProblem);
        Set<String> kept = quiet(StoreItems.of(store));
        assertThat(kept).as("what they wrote").containsAll(quiet(other.wrote));
        kept.addAll(quiet(StoreItems.archived(store)));
        kept.addAll(quiet(other.removed));
        assertThat(kept).as("what was there").containsAll(quiet(items));
        assertThat(store.memory().keySet())
                .as("leftovers")
                .noneMatch(path -> path.contains(".aml-") || path.endsWith(".lock"));
        requireReport(scenario, other, outcomes);
    }

    /** Items that were transformed are the same items. */
    private static Set<String> quiet(Set<String> items) {
        return items.stream().map(Shouting::quiet).collect(Collectors.toCollection(HashSet::new));
    }

    /** An item that they changed while it was to leave is kept, and that is said. */
    private static void requireReport(Scenario scenario, Other other, List<FileOutcome> outcomes) {
        for (FileOutcome outcome : outcomes) {
            if (outcome.path().equals(scenario.path()) && !outcome.isCommitted() && !other.isUndisturbing()) {
                assertThat(outcome.findings()).as(outcome.toString()).isNotEmpty();
                assertThat(outcome.findings())
                        .extracting(Finding::kind)
                        .isSubsetOf(Finding.Kind.CHANGED, Finding.Kind.CONFLICT);
            }
        }
    }

    /** The other program. It waits for the lock where it respects it. */
    private static final class Other implements FaultyDisk.Other {
        private final TestStore store;
        private final String path;
        private final Point point;
        private final Set<String> wrote = new HashSet<>();
        private final Set<String> removed = new HashSet<>();
        private boolean isDone;

        Other(TestStore store, String path, Point point) {
            this.store = store;
            this.path = path;
            this.point = point;
        }

        /** Returns whether the write needs no report: it removed an item, kept the content, or never happened. */
        boolean isUndisturbing() {
            return point.deed == Deed.TAKE_OUT || point.deed == Deed.WRITE_THE_SAME || !isDone;
        }

        @Override
        public void act(FaultyDisk.Call before) throws IOException {
            if (!isDone
                    && before.number() >= point.call.number()
                    && !(point.deed.needsLock() && store.has(path + ".lock"))) {
                isDone = true;
                act();
            }
        }

        private void act() throws IOException {
            boolean isThere = store.has(path);
            boolean isSound = isThere && store.text(path).endsWith("]");
            switch (point.deed) {
                case ADD -> {
                    List<String> items = isSound ? items() : new ArrayList<>();
                    if (isThere && !isSound) {
                        removed.addAll(items());
                    }
                    String added = TestItem.pattern("added").toLine();
                    items.add(added);
                    write(items);
                    wrote.add(added);
                }
                case CHANGE -> {
                    if (isSound) {
                        removed.addAll(items());
                        List<String> changed = items().stream()
                                .map(item -> item.replaceFirst("\\{", "{\"x_more\": 1,"))
                                .toList();
                        write(changed);
                        wrote.addAll(changed);
                    }
                }
                case CHANGE_IN_PLACE -> {
                    if (isSound && !store.isGzip(path)) {
                        removed.addAll(items());
                        List<String> changed = items().stream()
                                .map(item -> item.replace("\"debugger\"", "\"DEBUGGER\""))
                                .toList();
                        overwrite(store.text(path).replace("\"debugger\"", "\"DEBUGGER\""));
                        wrote.addAll(changed);
                    }
                }
                case TAKE_OUT -> {
                    if (isSound && !items().isEmpty()) {
                        List<String> items = items();
                        removed.add(items.removeFirst());
                        write(items);
                    }
                }
                case WRITE_THE_SAME -> {
                    if (isThere) {
                        store.rewrite(path, store.bytes(path));
                    }
                }
                case DELETE -> {
                    if (isThere) {
                        removed.addAll(items());
                        Files.delete(store.root().resolve(path));
                    }
                }
                case DELETE_ALL -> deleteAll(store.root().resolve(path).getParent());
            }
        }

        /** Returns the items of the file, or the damaged text if the file has no items. */
        private List<String> items() throws IOException {
            return StoreItems.of(store, path);
        }

        private void write(List<String> items) throws IOException {
            String text = "[\n  " + String.join(",\n  ", items) + "\n]";
            boolean isGzip = store.has(path) && store.isGzip(path);
            store.rewrite(path, isGzip ? TestStore.gzip(text) : text.getBytes(UTF_8));
        }

        private void overwrite(String text) throws IOException {
            Path file = store.root().resolve(path);
            FileTime time = Files.getLastModifiedTime(file);
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, time);
        }

        private void deleteAll(Path agent) throws IOException {
            if (Files.exists(agent)) {
                for (Path file : files(agent)) {
                    if (file.toString().endsWith(".json") || file.toString().endsWith(".gz")) {
                        removed.addAll(StoreItems.of(
                                store, store.root().relativize(file).toString()));
                    }
                    Files.delete(file);
                }
            }
        }

        private static List<Path> files(Path agent) throws IOException {
            try (Stream<Path> files = Files.walk(agent)) {
                return files.sorted(Comparator.reverseOrder()).toList();
            }
        }
    }
}

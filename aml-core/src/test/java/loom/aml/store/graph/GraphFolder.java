package loom.aml.store.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/** A directory with a memory file. */
final class GraphFolder {
    static final String AUTH =
            "{\"type\":\"entity\",\"name\":\"auth\",\"entityType\":\"component\",\"observations\":[\"uses JWT\",\"rotates keys\"]}";
    static final String REDIS =
            "{\"type\":\"entity\",\"name\":\"redis\",\"entityType\":\"database\",\"observations\":[]}";
    static final String CACHES =
            "{\"type\":\"relation\",\"from\":\"auth\",\"to\":\"redis\",\"relationType\":\"caches-in\"}";

    private static final long SEED = 20_261_201;

    private final Path directory;

    GraphFolder(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path file() {
        return directory.resolve("memory.jsonl");
    }

    /** Writes lines as server-memory does, as if a minute ago. */
    GraphFolder with(String... lines) throws IOException {
        return withText(String.join("\n", lines));
    }

    GraphFolder withText(String text) throws IOException {
        return withBytes(text.getBytes(UTF_8));
    }

    GraphFolder withBytes(byte[] bytes) throws IOException {
        Files.write(file(), bytes);
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
        return this;
    }

    String text() throws IOException {
        return Files.readString(file());
    }

    List<String> lines() throws IOException {
        return List.of(text().split("\n", -1));
    }

    GraphStore open() throws IOException {
        return open(new LocalDisk());
    }

    GraphStore open(Disk disk) throws IOException {
        return open(disk, StoreOptions.DEFAULT);
    }

    GraphStore open(Disk disk, StoreOptions options) throws IOException {
        return new GraphStore(disk, file(), options, new Random(SEED));
    }

    /** Opens the file as a store of items. */
    MemoryStore openStore() throws IOException {
        return StoreKinds.open(new LocalDisk(), file(), StoreOptions.DEFAULT);
    }

    MemoryStore openReadOnly() throws IOException {
        return StoreKinds.openReadOnly(file());
    }

    /** Makes one change in a store of its own. */
    <R> Changed<R> change(GraphChange<R> change) throws IOException, RefusedException {
        try (GraphStore store = open()) {
            return store.change(change);
        }
    }

    /** Undoes a run in a store of its own. */
    Changed<Undone> undo(String run) throws IOException, RefusedException {
        try (GraphStore store = open()) {
            return store.change(store.undoOf(run));
        }
    }

    List<String> runs() throws IOException {
        try (GraphStore store = open()) {
            return store.runs();
        }
    }

    static GraphChange<List<Entity>> create(String name, String... observations) {
        return new GraphChange.CreateEntities(List.of(new Entity(name, "thing", List.of(observations))));
    }

    static GraphChange<List<Relation>> relate(String from, String to) {
        return new GraphChange.CreateRelations(List.of(new Relation(from, to, "uses")));
    }

    static GraphChange<List<GraphChange.Observations>> observe(String name, String... contents) {
        return new GraphChange.AddObservations(List.of(new GraphChange.Observations(name, List.of(contents))));
    }

    static GraphChange<Integer> forget(String name, String... observations) {
        return new GraphChange.DeleteObservations(List.of(new GraphChange.Observations(name, List.of(observations))));
    }

    static GraphChange<Integer> delete(String... names) {
        return new GraphChange.DeleteEntities(List.of(names));
    }
}

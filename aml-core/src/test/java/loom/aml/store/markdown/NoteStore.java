package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/** A folder of notes on a real disk, whose files were written a while ago unless a test says otherwise. */
final class NoteStore {
    /** Longer than the time for which a file must be quiet. */
    private static final Duration AGO = Duration.ofMinutes(10);

    private final Path root;
    private int writes;

    NoteStore(Path root) {
        this.root = root;
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a memory folder of Claude Code below a directory. */
    static NoteStore ofClaude(Path directory) {
        return new NoteStore(directory.resolve(".claude/projects/-home-ada-shop/memory"));
    }

    /** Returns a memory folder of Serena below a directory. */
    static NoteStore ofSerena(Path directory) {
        return new NoteStore(directory.resolve("shop/.serena/memories"));
    }

    Path root() {
        return root;
    }

    NoteStore put(String path, String text) throws IOException {
        return put(path, text.getBytes(UTF_8));
    }

    NoteStore put(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(AGO).plusMillis(writes++)));
        return this;
    }

    String text(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    /** Returns all files but aml's own documents, by path. */
    SortedMap<String, String> texts() throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString();
                if (!path.startsWith(".aml/")) {
                    texts.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return texts;
    }

    MemoryStore open() throws IOException {
        return StoreKinds.open(new LocalDisk(), root, StoreOptions.DEFAULT);
    }

    MemoryStore openReadOnly() throws IOException {
        return StoreKinds.openReadOnly(root);
    }
}

package loom.aml.store.loom;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.WatchedDisk;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.store.NoStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directories that aml recognizes as stores, and those that it rejects. */
class StoreRecognitionTest {

    @TempDir
    private Path directory;

    private void put(String path) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    private void requireStore() {
        assertThatCode(() -> StoreRecognition.require(new LocalDisk(), directory))
                .doesNotThrowAnyException();
    }

    private void requireNone(Disk disk, String hint) {
        assertThatThrownBy(() -> StoreRecognition.require(disk, directory))
                .isInstanceOf(NoStoreException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debugger/patterns.json",
                "debugger/decisions.json.gz",
                "global/cross-agent.json",
                "global/project-meta.json",
                "config/pins.json",
                "config/schema_version.json"
            })
    void store_isKnownByOneSign(String path) throws IOException {
        put(path);
        put("readme.txt");
        put("src/main.c");

        requireStore();
    }

    @Test
    void store_isKnownByAnAgentWithoutACollection() throws IOException {
        put("debugger/metrics.json");
        put("debugger/context.json");

        requireStore();
    }

    @Test
    void store_mayBeEmpty_orAsWeMadeIt() throws IOException {
        requireStore();
        put(".aml-lock");
        requireStore();
        Files.createDirectory(directory.resolve("global"));
        put("readme.txt");
        requireStore();
    }

    @Test
    void store_isRecognizedByTheNameThatTheRuntimeGivesIt() throws IOException {
        Path root = Files.createDirectories(directory.resolve(".loom/memory"));
        Files.writeString(root.resolve("whatever"), "");

        assertThatCode(() -> StoreRecognition.require(new LocalDisk(), root)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "config/database.yml",
                "global/styles.css",
                "coverage/metrics.json",
                "patterns.json",
                ".git/patterns.json",
                "backup/patterns.json",
                "a/b/patterns.json",
                "debugger/patterns.json.tmp",
                "notes.txt"
            })
    void otherDirectories_areNotStores(String path) throws IOException {
        put(path);

        requireNone(new LocalDisk(), "neither an agent's collection");
    }

    @Test
    void directoryNamedLikeACollection_isNotACollection() throws IOException {
        Files.createDirectories(directory.resolve("debugger/patterns.json"));

        requireNone(new LocalDisk(), "neither an agent's collection");
    }

    @Test
    void project_isRefused_withAHintAtItsStore() throws IOException {
        put(".loom/memory/debugger/patterns.json");
        put("config.json");
        put("global/project-meta.json");

        requireNone(new LocalDisk(), "the store of this project is " + directory.resolve(".loom/memory"));
    }

    @Test
    void directoryThatCannotBeLookedInto_isNamed() throws IOException {
        put("debugger/patterns.json");
        WatchedDisk disk = new WatchedDisk().before("list", "debugger", () -> {
            throw new AccessDeniedException("debugger");
        });

        requireNone(disk.disk(), "debugger cannot be read");
    }
}

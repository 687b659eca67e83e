package loom.aml.store.loom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.io.LocalDisk;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new store is created where nothing is, and nowhere else. */
class NewStoreTest {

    @TempDir
    private Path directory;

    @Test
    void create_makesAStoreThatCanBeOpened() throws IOException {
        Path made = NewStore.create(new LocalDisk(), directory.resolve("one/two/memory"));

        try (MemoryStore open = StoreKinds.open(new LocalDisk(), made, StoreOptions.DEFAULT)) {
            assertThat(open.list().agents()).isEmpty();
        }
        assertThat(Files.isDirectory(made.resolve("global"))).isTrue();
    }

    @Test
    void create_inAnEmptyDirectory_usesIt_andNeverOneThatHoldsSomething() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        NewStore.create(new LocalDisk(), empty);

        assertThatThrownBy(() -> NewStore.create(new LocalDisk(), empty))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> NewStore.create(
                        new LocalDisk(),
                        Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("x"))))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}

package loom.aml.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.app.backup.AddCopyKey;
import loom.aml.app.backup.CopyBackups;
import loom.aml.app.backup.KeyedCopies;
import loom.aml.app.backup.OpenBackups;
import loom.aml.config.Configuration;
import loom.aml.storage.Unlocking;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies to object stores by the use case, as configured. */
class CopyUseCaseTest {
    private static final String PLACE = "s3://backups/shop";

    @TempDir
    private Path folder;

    private TestService service;
    private TestStore store;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(Files.createDirectory(folder.resolve("service")));
        store = TestStore.in(folder.resolve("work"))
                .put("debugger/patterns.json", TestItem.pattern("a"))
                .settled();
        store.snapshot();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private OpenBackups opened(Map<String, String> more) throws IOException {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("LOOM_AML_OBJECT_STORE_ENDPOINT", service.endpoint().toString());
        environment.put("LOOM_AML_OBJECT_STORE_PATH_STYLE", "true");
        environment.put(
                "LOOM_AML_OBJECT_STORE_KEY_FILE", folder.resolve("service/key").toString());
        return new OpenBackups(
                store.backups(), Configuration.read(List.of(), environment), () -> new SplittableRandom(1));
    }

    private CopyBackups.Result copied(boolean isPlain) throws IOException {
        try (OpenBackups backups = opened(Map.of())) {
            return new CopyBackups(backups, Unlocking.Passphrase.NONE)
                    .run(new CopyBackups.Request(Optional.empty(), List.of(PLACE), isPlain));
        }
    }

    @Test
    void objectStore_isRefusedWithoutKey_beforeAnythingIsStored() throws IOException {
        assertThatThrownBy(() -> copied(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(PLACE + " would hold the memories without encryption")
                .hasMessageContaining("'aml backup key add'")
                .hasMessageContaining("--plain");
        assertThat(service.requests()).allMatch(request -> request.method().equals("GET"));

        assertThat(copied(true).copies().getFirst().readers()).isZero();
        assertThat(copied(false).copies().getFirst().readers())
                .as("a plain copy stays one")
                .isZero();
    }

    @Test
    void objectStore_isEncryptedWithTheKeyOfTheUser_inTwoRequestsIfNothingChanged() throws IOException {
        try (OpenBackups backups = opened(Map.of())) {
            KeyedCopies key = new AddCopyKey(backups, Unlocking.Passphrase.NONE)
                    .run(new AddCopyKey.Request(Optional.empty(), false, List.of()));
            assertThat(key.isCreated()).isTrue();
        }

        assertThat(copied(false).copies().getFirst().readers()).isEqualTo(1);
        service.work();
        assertThat(copied(false).copies().getFirst().bytes()).isZero();
        assertThat(service.requests()).as("%s", service.requests()).hasSize(2);
        assertThat(store.root().resolveSibling("memory-state/copies")).isDirectory();
    }
}

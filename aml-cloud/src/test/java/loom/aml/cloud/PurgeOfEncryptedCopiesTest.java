package loom.aml.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.AddCopyKey;
import loom.aml.app.backup.CopyBackups;
import loom.aml.app.backup.CopyTargets;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.purge.PurgeMemory;
import loom.aml.backup.Backup;
import loom.aml.backup.Verifier;
import loom.aml.config.Configuration;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.purge.PurgeReport;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.Unlocking;
import loom.aml.store.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted copies in folders and object stores are purged like plain ones. */
class PurgeOfEncryptedCopiesTest {
    private static final String SECRET = "sk-live-4eC39HqLyjWDarjtT1zdp7dc";
    private static final String BUCKET = "s3://backups/shop";

    @TempDir
    private Path folder;

    private TestService service;
    private TestStore store;

    @BeforeEach
    void live() throws Exception {
        service = new TestService(Files.createDirectory(folder.resolve("service")));
        store = TestStore.in(folder.resolve("work"))
                .put(
                        "debugger/patterns.json",
                        TestItem.pattern("a").with("pattern.approach.rationale", "the key is " + SECRET),
                        TestItem.pattern("b"))
                .settled();
        store.snapshot();
        try (OpenStore opened = opened(true)) {
            new RemoveItem(opened)
                    .run(new RemoveItem.Request(
                            new ItemKey("debugger", ItemKind.PATTERN, "a"), "it had " + SECRET, Optional.empty()));
        }
        store.settled();
        store.snapshot();
        try (OpenStore opened = opened(false);
                OpenBackups backups = OpenBackups.of(opened)) {
            new AddCopyKey(backups, Unlocking.Passphrase.NONE)
                    .run(new AddCopyKey.Request(Optional.empty(), false, List.of()));
            new CopyBackups(backups, Unlocking.Passphrase.NONE)
                    .run(new CopyBackups.Request(Optional.empty(), places(), false));
        }
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private List<String> places() {
        return List.of(folder.resolve("disk").toString(), BUCKET);
    }

    private Configuration configuration() throws IOException {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("LOOM_AML_OBJECT_STORE_ENDPOINT", service.endpoint().toString());
        environment.put("LOOM_AML_OBJECT_STORE_PATH_STYLE", "true");
        environment.put(
                "LOOM_AML_OBJECT_STORE_KEY_FILE", folder.resolve("service/key").toString());
        return Configuration.read(List.of(), environment);
    }

    private OpenStore opened(boolean isForChange) throws IOException {
        return new OpenStore(
                isForChange ? store.open() : store.openReadOnly(), configuration(), () -> new SplittableRandom(1));
    }

    private PurgeReport purge() throws Exception {
        try (OpenStore opened = opened(true)) {
            return new PurgeMemory(opened, Unlocking.Passphrase.NONE)
                    .run(new PurgeMemory.Request(List.of(), Optional.of("sk-live-[0-9A-Za-z]+"), places()), _ -> true)
                    .report();
        }
    }

    /** Returns the decrypted objects that hold the secret, decompressed if necessary. */
    private List<String> holders(String place) throws IOException {
        List<String> holders = new ArrayList<>();
        try (OpenStore opened = opened(false)) {
            BackupTarget target =
                    new CopyTargets(opened.store().place(), configuration(), Unlocking.Passphrase.NONE).existing(place);
            for (BackupTarget.Stored stored : target.list("")) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectReader object = target.open(stored.name());
                        InputStream in = object.stream()) {
                    in.transferTo(bytes);
                }
                if (Decompressed.of(bytes.toByteArray()).contains(SECRET)) {
                    holders.add(stored.name());
                }
            }
        }
        return holders;
    }

    @Test
    void secret_isInNoObjectAfterwards_andTheCopiesVerify() throws Exception {
        for (String place : places()) {
            assertThat(holders(place)).as(place).isNotEmpty();
        }

        PurgeReport report = purge();

        assertThat(report.proof().holders()).isEmpty();
        assertThat(report.proof().unsure()).extracting(Finding::what).isEmpty();
        for (String place : places()) {
            assertThat(holders(place)).as(place).isEmpty();
            try (OpenStore opened = opened(false);
                    Backup backup = Backup.at(
                            opened.store().place(),
                            new CopyTargets(opened.store().place(), configuration(), Unlocking.Passphrase.NONE)
                                    .existing(place),
                            opened.random())) {
                assertThat(new Verifier(backup.repository(), 1).verifyAll().findings())
                        .as(place)
                        .isEmpty();
            }
        }
    }

    @Test
    void copyWhoseKeyIsLost_isNamed() throws Exception {
        Files.delete(folder.resolve("home/.config/aml/backup.key"));

        PurgeReport report = purge();

        assertThat(report.isComplete()).isFalse();
        assertThat(report.unsure())
                .extracting(Finding::where)
                .contains(folder.resolve("disk").toString());
        assertThat(store.logs()).isDirectory();
        assertThat(Decompressed.of(store.bytes("debugger/patterns.json"))).doesNotContain(SECRET);
    }

    /** The bytes of an object as text, decompressed. */
    private static final class Decompressed {
        static String of(byte[] bytes) throws IOException {
            InputStream in = new ByteArrayInputStream(bytes);
            if (bytes.length > 4 && bytes[0] == 0x28 && bytes[1] == (byte) 0xb5) {
                in = new ZstdInputStream(in);
            } else if (bytes.length > 4 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
                in = new GZIPInputStream(in);
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

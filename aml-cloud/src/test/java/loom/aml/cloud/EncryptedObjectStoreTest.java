package loom.aml.cloud;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.cloud.encryption.TestKeys;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.BackupTargetContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An encrypted copy in a bucket of S3Proxy. */
class EncryptedObjectStoreTest extends BackupTargetContract {
    @TempDir
    private Path folder;

    private TestService service;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(folder);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Override
    protected BackupTarget target() throws IOException {
        return TestKeys.copy(service.open(ObjectStoreTargetTest.QUICK), TestKeys.unlocking(TestKeys.MINE));
    }

    @Override
    protected BackupTarget sameTarget() throws IOException {
        return target();
    }

    @Override
    protected boolean knowsUnfinishedUploads() {
        return false;
    }
}

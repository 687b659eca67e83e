package loom.aml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes the directories of tests in memory, where the machine has a place for that from which programs can be run. Most tests write
 * and sync many small files, and would wait for the disk.
 */
public final class FastDirectory implements TempDirFactory {
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final boolean IS_USABLE = isUsable();

    private static boolean isUsable() {
        try {
            Path probe = Files.createTempFile(
                    IN_MEMORY,
                    "aml-test-",
                    ".sh",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            boolean isExecutable = Files.isExecutable(probe);
            Files.delete(probe);
            return isExecutable;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        return IS_USABLE ? Files.createTempDirectory(IN_MEMORY, "aml-test-") : Files.createTempDirectory("aml-test-");
    }
}

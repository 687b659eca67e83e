package loom.aml.io;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The effective user of this process. */
final class ProcessUser {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessUser() {}

    /** Returns the number of the effective user. */
    static int number() throws IOException {
        if (!Files.exists(STATUS)) {
            return (int) new UnixSystem().getUid();
        }
        for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("Uid:")) {
                // The fields are the real, effective, saved and file system user.
                return Integer.parseUnsignedInt(line.split("\t", -1)[2]);
            }
        }
        throw new IOException(STATUS + " does not name the user");
    }
}

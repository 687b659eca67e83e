package loom.aml.app.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;
import loom.aml.storage.Encryption;

/**
 * The file with the key of the user, as {@code age-keygen} writes it:
 *
 * <pre>
 * # created: 2026-12-01T04:00:00Z
 * # public key: age1...
 * AGE-SECRET-KEY-1...
 * </pre>
 */
record KeyFile(Disk disk, Path path) {
    private static final long LARGEST = 1 << 20;
    private static final Access FILE = new Access(PosixFilePermissions.fromString("rw-------"), null, null);
    private static final Access FOLDER = new Access(PosixFilePermissions.fromString("rwx------"), null, null);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    boolean exists() throws IOException {
        return !disk.state(path).isMissing();
    }

    /**
     * Reads the keys.
     *
     * @throws IOException if other users can read or change the file, or if it is not a key file
     */
    List<Encryption.UserKey> read(Encryption encryption) throws IOException {
        requirePrivate(disk, path);
        try {
            return encryption.parse(new String(SmallFile.read(disk, disk.realPath(path), LARGEST), UTF_8));
        } catch (IOException e) {
            throw new IOException(FileName.text(path) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Verifies that a file with a secret belongs to the user alone.
     *
     * @throws IOException if other users can read or change it, or if it does not exist
     */
    static void requirePrivate(Disk disk, Path file) throws IOException {
        if (disk.access(disk.realPath(file)).mode().stream().anyMatch(OTHERS::contains)) {
            throw new IOException(
                    FileName.text(file) + " is open to other users, who may know what is in it; run 'chmod 600' on"
                            + " it, and 'aml backup key rotate' if it was open for long");
        }
    }

    /**
     * Creates the file. It appears whole, and never replaces another one.
     *
     * @throws FileAlreadyExistsException if it exists
     */
    void create(Encryption.UserKey key, Instant now) throws IOException {
        Folders.create(disk, Objects.requireNonNull(path.getParent(), "the path is absolute"), FOLDER);
        byte[] text = ("# created: " + now + "\n# public key: " + key.recipient() + "\n" + key.identity() + "\n")
                .getBytes(US_ASCII);
        Replacement.create(disk, path, text, FILE);
    }
}

package loom.aml.connect;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.Sha256;
import loom.aml.io.SmallFile;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * aml's own records of the configuration files that it changed, in the state folder of the user. The name of a record
 * begins with client and scope and ends with a fingerprint of the path.
 *
 * <pre>
 * ~/.local/state/aml/connect/
 *     cursor-user-0f3c9a7b5d2e.json     see {@link ConnectionRecord}
 *     cursor-user-0f3c9a7b5d2e.backup   the content before the last change
 *     lock
 * </pre>
 *
 * <p>Only one process at a time holds the log. Everything is private, because configurations contain keys.
 */
public final class ConnectionLog implements Closeable {
    private static final int FINGERPRINT = 12;
    private static final long LARGEST = 64_000_000;
    private static final Access PRIVATE_FILE = new Access(PosixFilePermissions.fromString("rw-------"), null, null);
    private static final Access PRIVATE_FOLDER = PRIVATE_FILE.privateDirectory();

    private final Disk disk;
    private final Path folder;
    private final Disk.OsLock lock;

    private ConnectionLog(Disk disk, Path folder, Disk.OsLock lock) {
        this.disk = disk;
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the log of a user.
     *
     * @throws IOException if the user does not have a state folder, or another process holds the log
     */
    public static ConnectionLog open(Disk disk, ClientFolders folders) throws IOException {
        Path folder = folders.user()
                .state()
                .orElseThrow(() -> new IOException("backups cannot be stored: set HOME or XDG_STATE_HOME"))
                .resolve("aml/connect");
        Folders.create(disk, folder, PRIVATE_FOLDER);
        Path file = folder.resolve("lock");
        Disk.OsLock lock = disk.tryLock(file, PRIVATE_FILE)
                .orElseThrow(() -> new FileSystemException(
                        FileName.text(file), null, "another aml connects or disconnects a client; try again"));
        return new ConnectionLog(disk, folder, lock);
    }

    private Path file(ClientPlaces places, Path of, String ending) {
        String fingerprint = Sha256.of(FileName.text(of).getBytes(StandardCharsets.UTF_16BE))
                .hex()
                .substring(0, FINGERPRINT);
        return folder.resolve(places.kind().word() + "-" + places.scope().word() + "-" + fingerprint + ending);
    }

    private Path recordOf(ClientPlaces places, Path of) {
        return file(places, of, ".json");
    }

    /**
     * Returns the record of a file; empty if aml did not change it.
     *
     * @throws IOException if the record is damaged
     */
    public Optional<ConnectionRecord> find(ClientPlaces places, Path of) throws IOException {
        Path file = recordOf(places, of);
        if (disk.state(file).isMissing()) {
            return Optional.empty();
        }
        try {
            Optional<ConnectionRecord> found =
                    ConnectionRecord.of(JsonObject.parse(SmallFile.read(disk, file, LARGEST)));
            if (found.isPresent() && found.get().file().equals(of)) {
                return found;
            }
        } catch (JsonSyntaxException e) {
            // Reported below.
        }
        throw new FileSystemException(
                FileName.text(file),
                null,
                "is damaged; it says what aml added to " + FileName.text(of) + " with its entry; remove it to continue"
                        + " without this knowledge");
    }

    /** Stores the content of a configuration before a change and returns where. It replaces the previous backup. */
    public Path backUp(ClientPlaces places, ClientConfig config) throws IOException {
        Path backup = file(places, config.path(), ".backup");
        Replacement.writePrivately(disk, backup, config.content());
        return backup;
    }

    /** Stores a record. */
    public void put(ClientPlaces places, ConnectionRecord record) throws IOException {
        byte[] content = record.toJson().toPrettyString().getBytes(StandardCharsets.UTF_8);
        Replacement.writePrivately(disk, recordOf(places, record.file()), content);
    }

    /** Stores the earlier record of a file again, or removes the present one. */
    public void restore(ClientPlaces places, Path of, Optional<ConnectionRecord> earlier) throws IOException {
        if (earlier.isPresent()) {
            put(places, earlier.get());
        } else {
            remove(places, of);
        }
    }

    /** Removes the record of a file. */
    public void remove(ClientPlaces places, Path of) throws IOException {
        Path file = recordOf(places, of);
        if (!disk.state(file).isMissing()) {
            disk.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

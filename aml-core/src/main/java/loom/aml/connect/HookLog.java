package loom.aml.connect;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.Sha256;
import loom.aml.io.SmallFile;
import loom.aml.io.UserFolders;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * aml's own records of the settings files in which it entered hooks, in the state folder of the user. They are private,
 * because settings contain keys. Only one process at a time holds the log.
 *
 * <pre>
 * ~/.local/state/aml/guard/
 *     settings-0f3c9a7b5d2e.json     {"file":"/home/me/.claude/settings.json","before":"{...}","after_sha256":"...",
 *                                     "file_created":false,"directories_created":[]}
 *     lock
 * </pre>
 */
public final class HookLog implements Closeable {
    private static final int FINGERPRINT = 12;
    private static final long LARGEST = 128_000_000;
    private static final Access PRIVATE_FILE = new Access(PosixFilePermissions.fromString("rw-------"), null, null);
    private static final Access PRIVATE_FOLDER = PRIVATE_FILE.privateDirectory();

    private final Disk disk;
    private final Path folder;
    private final Disk.OsLock lock;

    private HookLog(Disk disk, Path folder, Disk.OsLock lock) {
        this.disk = disk;
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * The change of a settings file by aml.
     *
     * @param before the content without the hooks
     * @param after the SHA-256 of the content with them
     * @param isFileCreated whether the file did not exist before
     * @param directoriesCreated the directories that did not exist before, the outermost first
     */
    public record Entry(Path file, byte[] before, String after, boolean isFileCreated, List<Path> directoriesCreated) {
        public Entry {
            directoriesCreated = List.copyOf(directoriesCreated);
        }

        /** Returns whether a content is the one that aml wrote. */
        public boolean isAfter(byte[] content) {
            return Sha256.of(content).hex().equals(after);
        }
    }

    /**
     * Opens the log of a user.
     *
     * @throws IOException if the user does not have a state folder, or another process holds the log
     */
    public static HookLog open(Disk disk, UserFolders folders) throws IOException {
        Path folder = folders.state()
                .orElseThrow(() -> new IOException("records cannot be stored: set HOME or XDG_STATE_HOME"))
                .resolve("aml/guard");
        Folders.create(disk, folder, PRIVATE_FOLDER);
        Path file = folder.resolve("lock");
        Disk.OsLock lock = disk.tryLock(file, PRIVATE_FILE)
                .orElseThrow(() -> new FileSystemException(
                        FileName.text(file), null, "another aml installs or removes hooks; try again"));
        return new HookLog(disk, folder, lock);
    }

    private Path recordOf(Path of) {
        String fingerprint = Sha256.of(FileName.text(of).getBytes(StandardCharsets.UTF_16BE))
                .hex()
                .substring(0, FINGERPRINT);
        return folder.resolve("settings-" + fingerprint + ".json");
    }

    /** Returns the entry of a file; empty if aml did not change it, or the record is damaged. */
    public Optional<Entry> find(Path of) throws IOException {
        Path file = recordOf(of);
        if (disk.state(file).isMissing()) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parse(SmallFile.read(disk, file, LARGEST));
            Optional<String> before = json.string("before");
            if (!json.string("file").equals(Optional.of(FileName.text(of))) || before.isEmpty()) {
                return Optional.empty();
            }
            List<Path> directories = new ArrayList<>();
            for (String directory : json.strings("directories_created")) {
                directories.add(FileName.path(directory));
            }
            return Optional.of(new Entry(
                    of,
                    before.get().getBytes(StandardCharsets.UTF_8),
                    json.string("after_sha256").orElse(""),
                    json.isTrue("file_created"),
                    directories));
        } catch (JsonSyntaxException e) {
            // The hooks can be found in the file itself.
            return Optional.empty();
        }
    }

    /** Stores an entry and returns where. */
    public Path put(Entry entry) throws IOException {
        JsonObject json = JsonObject.builder()
                .put("file", FileName.text(entry.file))
                .put("before", new String(entry.before, StandardCharsets.UTF_8))
                .put("after_sha256", entry.after)
                .put("file_created", entry.isFileCreated)
                .put(
                        "directories_created",
                        entry.directoriesCreated.stream().map(FileName::text).toList())
                .build();
        Path record = recordOf(entry.file);
        Replacement.writePrivately(disk, record, json.toPrettyString().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** Removes the entry of a file. */
    public void remove(Path of) throws IOException {
        Path file = recordOf(of);
        if (!disk.state(file).isMissing()) {
            disk.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

package loom.aml.server.job;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import loom.aml.app.job.JobKind;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The notes about the jobs of the stores, a file for each in the state of the user. Only the server that has locked the jobs of a
 * store runs them and writes notes about them.
 *
 * <pre>
 * &lt;folder&gt;/&lt;id of the store&gt;.json   {"jobs":[{"job":"maintain","times":"0 4 * * *","settled":"...","last":{...}}]}
 * &lt;folder&gt;/&lt;id of the store&gt;.lock   locked by the server that runs the jobs; empty
 * </pre>
 */
public final class JobNotes {
    private static final long LARGEST = 100_000;
    private static final Access FOLDER = new Access(PosixFilePermissions.fromString("rwx------"), null, null);
    private static final Access FILE = new Access(PosixFilePermissions.fromString("rw-------"), null, null);

    private final Disk disk;
    private final Path folder;

    /** @param folder the folder of the notes, which is created when the first is written */
    public JobNotes(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    private Path file(String store) {
        return folder.resolve(store + ".json");
    }

    private Path lock(String store) {
        return folder.resolve(store + ".lock");
    }

    /** Locks the jobs of a store; empty if another server has. The lock ends with the process. */
    Optional<Disk.OsLock> tryLock(String store) throws IOException {
        Folders.create(disk, folder, FOLDER);
        return disk.tryLock(lock(store), FILE);
    }

    /** Returns whether a server has locked the jobs of a store. */
    boolean isLocked(String store) throws IOException {
        if (disk.state(lock(store)).isMissing()) {
            return false;
        }
        Optional<Disk.OsLock> lock = tryLock(store);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    /**
     * Returns the notes about a store; empty if absent.
     *
     * @throws IOException if they cannot be read; they must not be replaced then
     */
    Map<JobKind, JobNote> read(String store) throws IOException {
        Map<JobKind, JobNote> notes = new EnumMap<>(JobKind.class);
        Path file = file(store);
        if (disk.state(file).isMissing()) {
            return notes;
        }
        JsonObject document;
        try {
            document = JsonObject.parse(SmallFile.read(disk, file, LARGEST));
        } catch (JsonSyntaxException e) {
            throw new IOException(file + " is damaged, so it is unknown when the jobs ran; delete it", e);
        }
        for (JsonObject note : document.objects("jobs")) {
            Optional<JobKind> kind = note.string("job").flatMap(JobKind::named);
            Optional<Instant> settled = note.instant("settled");
            if (kind.isPresent() && settled.isPresent()) {
                notes.put(
                        kind.get(),
                        new JobNote(
                                note.string("times").orElse(""),
                                settled.get(),
                                note.object("last").flatMap(JobReport::of)));
            }
        }
        return notes;
    }

    /** Replaces the notes about a store. */
    void write(String store, Map<JobKind, JobNote> notes) throws IOException {
        Folders.create(disk, folder, FOLDER);
        JsonObject document = JsonObject.builder()
                .put(
                        "jobs",
                        notes.entrySet().stream()
                                .map(entry -> JsonObject.builder()
                                        .put("job", entry.getKey().word())
                                        .put("times", entry.getValue().times())
                                        .put("settled", entry.getValue().settled())
                                        .put(
                                                "last",
                                                entry.getValue()
                                                        .last()
                                                        .map(JobReport::toJson)
                                                        .orElse(null))
                                        .build())
                                .toList())
                .build();
        Replacement.writePrivately(disk, file(store), document.toUtf8());
    }
}

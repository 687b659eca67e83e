package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import loom.aml.io.Access;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileOutput;
import loom.aml.json.JsonObject;

/**
 * The folder beside a store in which runs are recorded.
 *
 * <pre>
 * &lt;memory&gt;-backup/aml/                     0700, with a .gitignore of *: memories hold secrets
 *   runs/&lt;run&gt;.jsonl                        one event a line, appended and synced: started, committed ..., finished
 *   runs/&lt;run&gt;/&lt;agent&gt;/patterns.json          the collections as they were before the run
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.jsonl.gz  the items that left, one a line
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.seen       16 bytes for each of them, its fingerprint
 *   archives/&lt;run&gt;/&lt;path&gt;.original          a file that left as a whole
 * </pre>
 *
 * <p>All that is made here belongs to the owner of the store, so that a job of root does not lock its user out.
 */
public final class LogFolder {
    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String RECORD = ".jsonl";

    /** Numbers of attempts after a crash begin here, clear of all that the run can have used before it. */
    private static final int LATER_LIFE = 1_000_000;

    private final Disk disk;
    private final Path memory;
    private final Path folder;

    /**
     * @param memory the real path of the store
     */
    public LogFolder(Disk disk, Path memory) {
        this.disk = disk;
        this.memory = memory;
        this.folder = memory.resolveSibling(memory.getFileName() + "-backup").resolve("aml");
    }

    public Path path() {
        return folder;
    }

    public Path archives(String run) {
        return folder.resolve("archives").resolve(run);
    }

    /** Where the collections of a run lie as they were before it. */
    public Path copies(String run) {
        return folder.resolve("runs").resolve(run);
    }

    /** The ids of all recorded runs, oldest first. */
    public List<String> runs() throws IOException {
        Path runs = folder.resolve("runs");
        List<String> ids = new ArrayList<>();
        if (disk.state(runs).isDirectory()) {
            for (DirectoryEntry entry : disk.list(runs)) {
                if (entry.state().isFile() && entry.name().endsWith(RECORD)) {
                    ids.add(entry.name().substring(0, entry.name().length() - RECORD.length()));
                }
            }
        }
        return ids;
    }

    /** The record of a run. */
    public RunRecord read(String run) throws IOException {
        return RunRecord.parse(run, readAll(record(run)));
    }

    /** Begins the record of a new run. */
    public RunLog begin(String operation, JsonObject about, Instant now, RandomGenerator random) throws IOException {
        prepare();
        while (true) {
            String run = RUN_TIME.format(now) + "-" + String.format("%04x", random.nextInt(1 << 16));
            try {
                FileOutput out = create(record(run));
                disk.syncDirectory(folder.resolve("runs"));
                RunLog log = new RunLog(this, disk, run, out, 0);
                log.event(JsonObject.builder()
                        .put("event", "started")
                        .put("run", run)
                        .put("operation", operation)
                        .put("at", now)
                        .putAll(about)
                        .build());
                return log;
            } catch (FileAlreadyExistsException e) {
                // Two runs drew the same four digits within a second: draw again.
            }
        }
    }

    /** Opens the record of an earlier run to write more into it; it is made anew if somebody took it away. */
    public RunLog reopen(String run) throws IOException {
        prepare();
        Path record = record(run);
        FileOutput out = disk.state(record).isFile() ? disk.append(record) : create(record);
        return new RunLog(this, disk, run, out, LATER_LIFE);
    }

    private Path record(String run) {
        if (run.isEmpty() || run.indexOf('/') >= 0 || run.startsWith(".")) {
            throw new IllegalArgumentException("no id of a run: " + run);
        }
        return folder.resolve("runs").resolve(run + RECORD);
    }

    private void prepare() throws IOException {
        if (disk.state(folder).isMissing()) {
            makeDirectory(parentOf(folder), disk.access(memory));
            makeDirectory(folder, disk.access(memory).privateDirectory());
            try (FileOutput ignore = create(folder.resolve(".gitignore"))) {
                byte[] everything = "*\n".getBytes(StandardCharsets.US_ASCII);
                ignore.write(everything, 0, everything.length);
                ignore.sync();
            } catch (FileAlreadyExistsException e) {
                // Another run of ours is making the folder at the same time.
            }
            disk.syncDirectory(folder);
            disk.syncDirectory(parentOf(folder));
        }
        makeDirectories(folder.resolve("runs"));
    }

    /** Makes a directory below the folder, and those above it. */
    void makeDirectories(Path directory) throws IOException {
        if (disk.state(directory).isDirectory()) {
            return;
        }
        if (!directory.equals(folder)) {
            makeDirectories(parentOf(directory));
        }
        makeDirectory(directory, disk.access(folder).privateDirectory());
        disk.syncDirectory(parentOf(directory));
    }

    private void makeDirectory(Path directory, Access access) throws IOException {
        try {
            try {
                disk.createDirectory(directory, access);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (FileSystemException e) {
                // Only root may give things away; where we are not, the folder is ours.
                disk.createDirectory(directory, access.ofMaker());
            }
        } catch (FileAlreadyExistsException e) {
            if (!disk.state(directory).isDirectory()) {
                throw e;
            }
        }
    }

    /** Makes a file below the folder, private, and its owner's whose the folder is. */
    public FileOutput create(Path file) throws IOException {
        makeDirectories(parentOf(file));
        return disk.create(file, disk.access(folder).privateFile());
    }

    private static Path parentOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "all that is written lies in a directory");
    }

    byte[] readAll(Path file) throws IOException {
        try (FileInput in = disk.open(file)) {
            return in.stream().readAllBytes();
        }
    }
}

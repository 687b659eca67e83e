package loom.aml.store.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
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
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.jsonl.gz  the items that left, one a line
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.seen       16 bytes for each of them, its fingerprint
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.transformed.gz  what transformed items had been, one a line
 *   archives/&lt;run&gt;/&lt;path&gt;.original          a file that left as a whole
 * </pre>
 *
 * <p>All that is made here belongs to the owner of the store, so that a job of root does not lock its user out.
 */
public final class LogFolder {
    private static final String RECORD = ".jsonl";

    /**
     * The run of changes that are not recorded. Only if one of them is interrupted its settling leaves a record, which is no
     * run's and is not listed.
     */
    public static final String UNRECORDED = "unrecorded";

    private final Disk disk;
    private final PrivateFolder folder;

    /**
     * @param memory the real path of the store
     */
    public LogFolder(Disk disk, Path memory) {
        this.disk = disk;
        this.folder = PrivateFolder.beside(disk, memory);
    }

    public Path path() {
        return folder.path();
    }

    public Path archives(String run) {
        return folder.path().resolve("archives").resolve(checked(run));
    }

    /** Whether a text can be the id of a run: it names files, so nothing in it may lead elsewhere. */
    private static boolean isRun(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isPlain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-';
            if (!isPlain && (i == 0 || c != '.' && c != '_')) {
                return false;
            }
        }
        return !id.isEmpty();
    }

    private static String checked(String run) {
        if (!isRun(run)) {
            throw new IllegalArgumentException("no id of a run: " + run);
        }
        return run;
    }

    /** The ids of all recorded runs, oldest first. */
    public List<String> runs() throws IOException {
        Path runs = runsFolder();
        List<String> ids = new ArrayList<>();
        if (disk.state(runs).isDirectory()) {
            for (DirectoryEntry entry : disk.list(runs)) {
                String name = entry.name();
                String run = name.substring(0, Math.max(0, name.length() - RECORD.length()));
                if (entry.state().isFile() && name.endsWith(RECORD) && isRun(run) && !run.equals(UNRECORDED)) {
                    ids.add(run);
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
        String run = newRun(now, random);
        RunLog log = new RunLog(this, disk, run, create(record(run)), false);
        JsonObject started = JsonObject.builder()
                .put("event", "started")
                .put("run", run)
                .put("operation", operation)
                .put("at", now)
                .putAll(about)
                .build();
        start(log, started);
        return log;
    }

    /** Two runs may draw the same four digits within a millisecond: then the second draws again. */
    private String newRun(Instant now, RandomGenerator random) throws IOException {
        String run;
        do {
            run = TimedId.of(now, random);
        } while (!disk.state(record(run)).isMissing());
        return run;
    }

    /** A run that cannot even say that it began leaves no record of nothing. */
    private void start(RunLog log, JsonObject started) throws IOException {
        try {
            disk.syncDirectory(runsFolder());
            log.event(started);
        } catch (IOException e) {
            log.close();
            disk.delete(record(log.run()));
            throw e;
        }
    }

    /** Opens the record of an earlier run to write more into it; it is made anew if somebody took it away. */
    public RunLog reopen(String run) throws IOException {
        prepare();
        Path record = record(run);
        if (!disk.state(record).isFile()) {
            return new RunLog(this, disk, run, create(record), false);
        }
        byte[] lines = readAll(record);
        boolean isTorn = lines.length > 0 && lines[lines.length - 1] != '\n';
        return new RunLog(this, disk, run, disk.append(record), isTorn);
    }

    /**
     * The record of a run.
     *
     * @throws IOException if that cannot be the id of one
     */
    private Path record(String run) throws IOException {
        if (!isRun(run)) {
            throw new IOException("no id of a run: " + run);
        }
        return runsFolder().resolve(run + RECORD);
    }

    private Path runsFolder() {
        return folder.path().resolve("runs");
    }

    /**
     * Removes the record of a run of which nothing else is left: no archive.
     *
     * @return whether it was removed
     */
    public boolean forget(String run) throws IOException {
        if (!disk.state(archives(run)).isMissing()) {
            return false;
        }
        disk.delete(record(run));
        return true;
    }

    private void prepare() throws IOException {
        folder.prepare();
        folder.makeDirectories(runsFolder());
    }

    /** Makes a directory below the folder, and those above it. */
    void makeDirectories(Path directory) throws IOException {
        folder.makeDirectories(directory);
    }

    /** Makes a file below the folder, private, and its owner's whose the folder is. */
    FileOutput create(Path file) throws IOException {
        return folder.create(file);
    }

    byte[] readAll(Path file) throws IOException {
        try (FileInput in = disk.open(file)) {
            return in.stream().readAllBytes();
        }
    }
}

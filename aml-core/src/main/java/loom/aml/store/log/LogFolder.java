package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
 *   runs/&lt;run&gt;.&lt;sequence&gt;.jsonl             one event a line, appended and synced: started, committed ..., finished
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.jsonl.gz  the items that left, one a line
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.seen       16 bytes for each of them, its fingerprint
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.transformed.gz  what transformed items had been, one a line
 *   archives/&lt;run&gt;/&lt;path&gt;.original          a file that left as a whole
 *   incident.json                           see {@link Incident}; absent if there is none
 * </pre>
 *
 * <p>All that is made here belongs to the owner of the store, so that a job of root does not lock its user out.
 */
public final class LogFolder {
    private static final String RECORD = ".jsonl";

    /** Bytes of a record that hold its run and operation. */
    private static final int BEGINNING = 256;

    /**
     * The run of changes that are not recorded. Only if one of them is interrupted its settling leaves a record, which is no
     * run's and is not listed.
     */
    public static final String UNRECORDED = "unrecorded";

    private final Disk disk;
    private final PrivateFolder folder;

    /** The names of records that were seen, since a name does not follow from the id. */
    private final Map<String, NumberedId> known = new ConcurrentHashMap<>();

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

    /** The ids of all recorded runs in the order in which they began, which is not that of their times if the clock was set. */
    public List<String> runs() throws IOException {
        List<String> ids = new ArrayList<>();
        for (NumberedId name : names()) {
            ids.add(name.id());
        }
        return ids;
    }

    private List<NumberedId> names() throws IOException {
        Path runs = runsFolder();
        List<NumberedId> names = new ArrayList<>();
        if (disk.state(runs).isDirectory()) {
            for (DirectoryEntry entry : disk.list(runs)) {
                String file = entry.name();
                NumberedId name = NumberedId.of(withoutSuffix(file));
                if (isRecord(entry, name)) {
                    names.add(name);
                    known.put(name.id(), name);
                }
            }
            names.sort(null);
        }
        return names;
    }

    private static String withoutSuffix(String file) {
        return file.substring(0, Math.max(0, file.length() - RECORD.length()));
    }

    /** A link or a pipe under the name of a record counts: reading it fails and is reported. Left out, it would hide a run. */
    private static boolean isRecord(DirectoryEntry entry, NumberedId name) {
        return entry.name().endsWith(RECORD)
                && isRun(name.id())
                && !name.id().equals(UNRECORDED)
                && (entry.state().isFile() || TimedId.timeOf(name.id()).isPresent());
    }

    /** The record of a run. */
    public RunRecord read(String run) throws IOException {
        NumberedId name = name(run);
        return RunRecord.parse(run, name.sequence(), RecordReading.bytes(disk, file(name)));
    }

    /** Whether the record of a run begins as that of an operation; reads no more than the beginning. */
    public boolean isOf(String run, String operation) throws IOException {
        return mentions(run, "\"operation\":\"" + operation + "\"");
    }

    /** Whether a text stands in the first few words of the record of a run; reads no more than these. */
    public boolean mentions(String run, String text) throws IOException {
        try (FileInput in = disk.open(record(run))) {
            return new String(in.stream().readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(text);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * A run that is about to begin.
     *
     * @param about what else its record says
     */
    public record Start(String operation, JsonObject about) {}

    /** Begins the record of a new run. */
    public RunLog begin(String operation, JsonObject about, Instant now, RandomGenerator random) throws IOException {
        RunLog log = begin(List.of(new Start(operation, about)), now, random).getFirst();
        try {
            log.sync();
        } catch (IOException e) {
            discard(List.of(log));
            throw e;
        }
        return log;
    }

    /** Begins the records of several runs, in this order. None is durable before {@link RunLog#sync}. */
    public List<RunLog> begin(List<Start> starts, Instant now, RandomGenerator random) throws IOException {
        prepare();
        List<RunLog> logs = new ArrayList<>();
        long sequence = nextSequence();
        try {
            for (Start start : starts) {
                NumberedId name = new NumberedId(newRun(now, random), sequence++);
                RunLog log = log(name, folder.create(file(name)), RecordSeal.begin(), false);
                logs.add(log);
                known.put(name.id(), name);
            }
            disk.syncDirectory(runsFolder());
            for (int i = 0; i < logs.size(); i++) {
                logs.get(i).append(started(logs.get(i).run(), starts.get(i), now));
            }
            return logs;
        } catch (IOException e) {
            discard(logs);
            throw e;
        }
    }

    /** A run that cannot even say that it began leaves no record of nothing. */
    private void discard(List<RunLog> logs) throws IOException {
        for (RunLog log : logs) {
            log.close();
            disk.delete(record(log.run()));
        }
    }

    private static JsonObject started(String run, Start start, Instant now) {
        return JsonObject.builder()
                .put("event", "started")
                .put("run", run)
                .put("operation", start.operation)
                .put("at", now)
                .putAll(start.about)
                .build();
    }

    /** An id that no run has. Within a millisecond, or after the clock was set back, one may be drawn that a run has. */
    private String newRun(Instant now, RandomGenerator random) {
        String run;
        do {
            run = TimedId.of(now, random);
        } while (known.containsKey(run));
        return run;
    }

    /** Two runs that begin at once may get the same number, and are then ordered by their ids. */
    private long nextSequence() throws IOException {
        long highest = 0;
        for (String file : disk.names(runsFolder())) {
            NumberedId name = NumberedId.of(withoutSuffix(file));
            if (file.endsWith(RECORD) && isRun(name.id())) {
                known.putIfAbsent(name.id(), name);
                highest = Math.max(highest, name.sequence());
            }
        }
        return highest + 1;
    }

    /** Opens the record of an earlier run to write more into it; it is made anew if somebody took it away. */
    public RunLog reopen(String run) throws IOException {
        prepare();
        Path record = record(run);
        if (!disk.state(record).isFile()) {
            // The order of the run is lost with its record. What is settled now was begun last.
            NumberedId again = new NumberedId(run, run.equals(UNRECORDED) ? 0 : nextSequence());
            RunLog log = log(again, folder.create(file(again)), RecordSeal.begin(), false);
            known.put(run, again);
            return log;
        }
        byte[] lines = RecordReading.bytes(disk, record);
        boolean isTorn = lines.length > 0 && lines[lines.length - 1] != '\n';
        return log(name(run), disk.append(record), RecordSeal.after(lines), isTorn);
    }

    private RunLog log(NumberedId name, FileOutput out, RecordSeal seal, boolean isTorn) {
        return new RunLog(folder, disk, name.id(), file(name), archives(name.id()), out, seal, isTorn);
    }

    /**
     * The name of the record of a run, which never changes; one without a number if there is no record.
     *
     * @throws IOException if that cannot be the id of one
     */
    private NumberedId name(String run) throws IOException {
        if (!isRun(run)) {
            throw new IOException("no id of a run: " + run);
        }
        if (!known.containsKey(run)) {
            names();
        }
        return known.getOrDefault(run, new NumberedId(run, 0));
    }

    /** The file that holds the record of a run, or would hold it. */
    public Path record(String run) throws IOException {
        return file(name(run));
    }

    private Path file(NumberedId name) {
        return runsFolder().resolve(name.name() + RECORD);
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

    /** The incident that nobody acknowledged yet. */
    public Optional<Incident> incident() throws IOException {
        return Incident.read(disk, folder.path());
    }

    /** Records an incident. */
    public void raise(Incident incident) throws IOException {
        prepare();
        incident.write(disk, folder);
    }

    /** Removes the record of the incident. */
    public void acknowledge() throws IOException {
        Path file = folder.path().resolve(Incident.FILE);
        if (!disk.state(file).isMissing()) {
            disk.delete(file);
            disk.syncDirectory(folder.path());
        }
    }

    private void prepare() throws IOException {
        folder.prepare();
        folder.makeDirectories(runsFolder());
    }
}

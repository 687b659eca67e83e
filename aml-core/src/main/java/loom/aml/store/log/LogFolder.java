package loom.aml.store.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import loom.aml.io.Disk;
import loom.aml.json.JsonObject;
import loom.aml.storage.Appender;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.store.ParallelTasks;
import loom.aml.store.StorePaths;

/**
 * The records and archives of all runs, in the folder beside a store or on another backup target.
 *
 * <pre>
 * &lt;memory&gt;-backup/aml/                     0700, with a .gitignore of *: memories contain secrets
 *   runs/&lt;run&gt;.&lt;sequence&gt;.jsonl             one event a line, appended and synced: started, committed ..., finished
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.jsonl.gz  removed items, one a line
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.seen       their fingerprints, 16 bytes each
 *   archives/&lt;run&gt;/&lt;agent&gt;/patterns.json.1.transformed.gz  former versions of transformed items, one a line
 *   archives/&lt;run&gt;/&lt;path&gt;.original          a removed or replaced file
 *   incident.json                           see {@link Incident}; absent without an incident
 * </pre>
 *
 * <p>All files belong to the owner of the store, so that a job of root does not lock its user out.
 */
public final class LogFolder {
    private static final String RECORD = ".jsonl";

    /** The number of bytes at the beginning of a record that contain its run and operation. */
    private static final int BEGINNING = 256;

    /**
     * The run id of changes that are not recorded. Only an interrupted one leaves a record, which does not belong to a run and
     * is not listed.
     */
    public static final String UNRECORDED = "unrecorded";

    static final String ARCHIVES = "archives/";
    private static final String RUNS = "runs/";

    private final BackupTarget target;

    /** The names of known records; a name cannot be derived from the id. */
    private final Map<String, NumberedId> known = new ConcurrentHashMap<>();

    public LogFolder(BackupTarget target) {
        this.target = target;
    }

    /** Returns the folder of the store at a place, whether the store still exists or not. */
    public static LogFolder of(StorePaths place) {
        return new LogFolder(place.disk(), place.beside());
    }

    /**
     * Opens the folder beside a store.
     *
     * @param memory the real path of the store
     */
    public LogFolder(Disk disk, Path memory) {
        this(LocalTarget.beside(disk, memory));
    }

    BackupTarget target() {
        return target;
    }

    /** Returns the prefix of the names of a run's archives. */
    String archives(String run) {
        return ARCHIVES + checked(run) + "/";
    }

    /**
     * Returns whether a text can be the id of a run. Ids are used in file names, so they must not contain path separators.
     */
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
            throw new IllegalArgumentException("invalid run id: " + run);
        }
        return run;
    }

    /**
     * Returns the ids of all recorded runs in the order in which they started, which differs from that of their times if the
     * clock was set.
     */
    public List<String> runs() throws IOException {
        List<String> ids = new ArrayList<>();
        for (NumberedId name : names()) {
            ids.add(name.id());
        }
        return ids;
    }

    private List<NumberedId> names() throws IOException {
        List<NumberedId> names = new ArrayList<>();
        for (BackupTarget.Stored stored : target.list(RUNS)) {
            String file = stored.name().substring(RUNS.length());
            NumberedId name = NumberedId.of(withoutSuffix(file));
            if (isRecord(stored, file, name)) {
                names.add(name);
                known.put(name.id(), name);
            }
        }
        names.sort(null);
        return names;
    }

    private static String withoutSuffix(String file) {
        return file.substring(0, Math.max(0, file.length() - RECORD.length()));
    }

    /**
     * Returns whether an object is the record of a run. Links and pipes count, so that reading them fails and is reported
     * instead of hiding a run.
     */
    private static boolean isRecord(BackupTarget.Stored stored, String file, NumberedId name) {
        return file.endsWith(RECORD)
                && isRun(name.id())
                && !name.id().equals(UNRECORDED)
                && (stored.isObject() || TimedId.timeOf(name.id()).isPresent());
    }

    /** Reads the record of a run. */
    public RunRecord read(String run) throws IOException {
        NumberedId name = name(run);
        return RunRecord.parse(run, name.sequence(), RecordReading.bytes(target, object(name)));
    }

    /** Returns the record of a run; empty if it cannot be read, which {@code aml history} reports. */
    public Optional<RunRecord> readable(String run) {
        try {
            return Optional.of(read(run));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether a run is of an operation. Reads only the beginning of its record. */
    public boolean isOf(String run, String operation) throws IOException {
        return mentions(run, "\"operation\":\"" + operation + "\"");
    }

    /** Returns whether the beginning of a run's record contains a text. Reads no more than that. */
    public boolean mentions(String run, String text) throws IOException {
        try (ObjectReader object = target.open(record(run));
                InputStream in = object.stream()) {
            return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(text);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * A run to start.
     *
     * @param about further members of its first event
     */
    public record Start(String operation, JsonObject about) {}

    /** Starts the record of a new run. */
    public RunLog begin(String operation, JsonObject about, Instant now, RandomGenerator random) throws IOException {
        return begin(
                        List.of(new Start(operation, about)),
                        now,
                        random,
                        logs -> logs.getFirst().sync())
                .getFirst();
    }

    /**
     * Starts the records of several runs, in this order.
     *
     * @param threads sync records concurrently
     * @throws IOException if one could not be started; then none is left
     */
    public List<RunLog> begin(List<Start> starts, Instant now, RandomGenerator random, ExecutorService threads)
            throws IOException {
        return begin(starts, now, random, logs -> ParallelTasks.forEach(threads, logs, RunLog::sync));
    }

    private List<RunLog> begin(
            List<Start> starts, Instant now, RandomGenerator random, ParallelTasks.Task<List<RunLog>> sync)
            throws IOException {
        List<RunLog> logs = new ArrayList<>();
        long sequence = lastSequence();
        try {
            for (int i = 0; i < starts.size(); i++) {
                logs.add(create(reserve(now, random, ++sequence)));
            }
            for (int i = 0; i < logs.size(); i++) {
                logs.get(i).append(started(logs.get(i).run(), starts.get(i), now));
            }
            sync.run(logs);
            return logs;
        } catch (IOException e) {
            discardAfter(e, logs);
            throw e;
        }
    }

    /** Removes the records of runs that failed to start. */
    private void discardAfter(IOException failure, List<RunLog> logs) {
        List<String> runs = new ArrayList<>();
        for (RunLog log : logs) {
            runs.add(log.run());
            try {
                log.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        try {
            forget(runs);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Returns the first event of the record of a run. */
    public static JsonObject started(String run, Start start, Instant now) {
        return JsonObject.builder()
                .put("event", "started")
                .put("run", run)
                .put("operation", start.operation)
                .put("at", now)
                .putAll(start.about)
                .build();
    }

    /**
     * Returns an unused id for a run whose record is created later. Ids may collide within a millisecond, or after the
     * clock was set back.
     */
    public NumberedId reserve(Instant now, RandomGenerator random, long sequence) {
        String run;
        do {
            run = TimedId.of(now, random);
        } while (known.containsKey(run));
        NumberedId name = new NumberedId(run, sequence);
        known.put(run, name);
        return name;
    }

    /** Creates an empty record. It is durable only after {@link RunLog#sync}. */
    public RunLog create(NumberedId name) throws IOException {
        known.put(name.id(), name);
        return log(name, target.create(object(name)), RecordSeal.begin(), false);
    }

    /**
     * Returns the number of the latest run; 0 if no run is recorded. Runs that start at the same time may get the same number,
     * and are then ordered by id.
     */
    public long lastSequence() throws IOException {
        long highest = 0;
        for (String file : target.names(RUNS)) {
            NumberedId name = NumberedId.of(withoutSuffix(file));
            if (file.endsWith(RECORD) && isRun(name.id())) {
                known.putIfAbsent(name.id(), name);
                highest = Math.max(highest, name.sequence());
            }
        }
        return highest;
    }

    /** Opens the record of an earlier run to append to it. It is created again if it was removed. */
    public RunLog reopen(String run) throws IOException {
        String record = record(run);
        if (!target.exists(record)) {
            // The number of the run is lost with its record, so it is ordered as the latest one.
            NumberedId again = new NumberedId(run, run.equals(UNRECORDED) ? 0 : lastSequence() + 1);
            RunLog log = log(again, target.create(object(again)), RecordSeal.begin(), false);
            known.put(run, again);
            return log;
        }
        byte[] lines = RecordReading.bytes(target, record);
        boolean isTorn = lines.length > 0 && lines[lines.length - 1] != '\n';
        return log(name(run), target.append(record), RecordSeal.after(lines), isTorn);
    }

    private RunLog log(NumberedId name, Appender record, RecordSeal seal, boolean isTorn) {
        return new RunLog(target, name.id(), object(name), archives(name.id()), record, seal, isTorn);
    }

    /**
     * Returns the name of a run's record, which never changes; a name without a number if the record does not exist.
     *
     * @throws IOException if the id is invalid
     */
    private NumberedId name(String run) throws IOException {
        if (!isRun(run)) {
            throw new IOException("invalid run id: " + run);
        }
        if (!known.containsKey(run)) {
            names();
        }
        return known.getOrDefault(run, new NumberedId(run, 0));
    }

    /** Returns the object name of a run's record, which need not exist. */
    String record(String run) throws IOException {
        return object(name(run));
    }

    private static String object(NumberedId name) {
        return RUNS + name.name() + RECORD;
    }

    /** Returns whether a run has archives. */
    public boolean hasArchives(String run) throws IOException {
        return !target.names(archives(run)).isEmpty();
    }

    /** Removes the archives and the record of a run. After a crash in between, the record says that it was forgotten. */
    public void forgetWithArchives(String run) throws IOException {
        try (RunLog log = reopen(run)) {
            log.event(JsonObject.builder().put("event", RunRecord.FORGOTTEN).build());
        }
        target.delete(target.list(archives(run)).stream()
                .map(BackupTarget.Stored::name)
                .toList());
        forget(List.of(run));
    }

    /** Removes the records of runs, in this order. */
    public void forget(List<String> runs) throws IOException {
        List<String> records = new ArrayList<>();
        for (String run : runs) {
            records.add(record(run));
        }
        target.delete(records);
    }

    /** Returns the open incident. */
    public Optional<Incident> incident() throws IOException {
        return Incident.read(target);
    }

    /** Records an incident. */
    public void raise(Incident incident) throws IOException {
        incident.write(target);
    }

    /** Removes the record of the incident. */
    public void acknowledge() throws IOException {
        target.delete(Incident.OBJECT);
    }
}

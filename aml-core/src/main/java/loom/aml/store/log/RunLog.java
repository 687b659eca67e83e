package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.io.Access;
import loom.aml.io.ByteSink;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.io.Sha256;
import loom.aml.io.SharedSync;
import loom.aml.json.JsonObject;
import loom.aml.storage.Appender;
import loom.aml.storage.BackupTarget;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.StoreChange;
import org.jspecify.annotations.Nullable;

/** The record of an active run. Each event is a line that is synced before the method returns. */
public final class RunLog implements ChangeLog, AutoCloseable {
    private final BackupTarget target;
    private final String run;
    private final String record;
    private final String archives;
    private final Appender out;
    private final SharedSync sync;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile @Nullable String snapshot;
    private final Map<String, Access> accesses = new ConcurrentHashMap<>();
    private final ArchiveSums sums;
    private RecordSeal seal;
    private boolean isTorn;

    /**
     * @param record the object name of the record
     *
     * @param archives the prefix of the names of the run's archives
     * @param seal the running hash of the existing lines
     * @param isTorn whether the record ends in the middle of a line
     */
    RunLog(
            BackupTarget target,
            String run,
            String record,
            String archives,
            Appender out,
            RecordSeal seal,
            boolean isTorn) {
        this.target = target;
        this.run = run;
        this.record = record;
        this.archives = archives;
        this.out = out;
        this.sync = new SharedSync(out::sync);
        this.sums = new ArchiveSums(target, archives);
        this.seal = seal;
        this.isTorn = isTorn;
    }

    @Override
    public String run() {
        return run;
    }

    /**
     * Appends and syncs an event. It starts a new line even if the previous one was cut off by a crash or a full disk.
     */
    public void event(JsonObject event) throws IOException {
        append(event);
        sync();
    }

    /** Makes all events durable. */
    public void sync() throws IOException {
        sync.sync();
    }

    /** Appends an event, which is durable only after {@link #sync}. */
    public synchronized void append(JsonObject event) throws IOException {
        if (isTorn) {
            // It is unknown how much of the previous line was written, so the end of the record is read.
            seal = RecordSeal.after(RecordReading.bytes(target, record));
        }
        String line = seal.line(event, isTorn);
        byte[] bytes = ((isTorn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8);
        isTorn = true;
        out.append(bytes);
        isTorn = false;
        seal.wrote(line);
    }

    @Override
    public ItemArchive archiveItems(CollectionFile file) throws IOException {
        return new RemovedItems(begin(ArchiveKind.REMOVED, file));
    }

    @Override
    public TransformArchive archiveTransformed(CollectionFile file) throws IOException {
        return new FormerItems(begin(ArchiveKind.FORMER, file));
    }

    private ArchiveWriter begin(ArchiveKind kind, CollectionFile file) throws IOException {
        int attempt = attempts.incrementAndGet();
        while (ArchiveWriter.isTaken(target, archives, kind, file, attempt)) {
            attempt = attempts.incrementAndGet();
        }
        return new ArchiveWriter(target, archives, run, kind, file, attempt, sums);
    }

    @Override
    public PutArchive archivePuts(CollectionFile file) {
        return new ReplacedItems(this, file);
    }

    /** Records the snapshot that contains the store before the first change. */
    public void backedUp(String id) throws IOException {
        event(JsonObject.builder()
                .put("event", RunRecord.BACKED_UP)
                .put("snapshot", id)
                .build());
        snapshot = id;
    }

    @Override
    public @Nullable String backup() {
        return snapshot;
    }

    @Override
    public void withdraw(String archive) throws IOException {
        target.delete(
                ArchiveKind.REMOVED.isOf(archive)
                        ? List.of(archives + archive, archives + ArchiveKind.seen(archive))
                        : List.of(archives + archive));
    }

    @Override
    public String archiveFile(String path, FileInput original, Access access) throws IOException {
        String name = archiveFile(path, original);
        accesses.put(name, access);
        return name;
    }

    @Override
    public String archiveFile(String path, FileInput original) throws IOException {
        String name = OriginalName.of(path, 1);
        // An earlier attempt of this run may have used the name.
        for (int attempt = 2; target.exists(archives + name); attempt++) {
            name = OriginalName.of(path, attempt);
        }
        try (BackupTarget.Upload upload = target.upload(archives + name)) {
            Sha256 sum = new Sha256();
            original.transferTo(ByteSink.both(sum::update, upload::write));
            upload.publish(archives + name);
            sums.put(name, sum.sum());
        }
        return name;
    }

    @Override
    public void committed(Made made) throws IOException {
        committed(made.outcome().toJson(), made.archive(), made.left());
    }

    /** Records a change as made from its recorded outcome, after a crash. */
    public void committed(JsonObject outcome, @Nullable String archive, Checksum.@Nullable Content left)
            throws IOException {
        append(commit(outcome, archive, left));
        sync();
    }

    /** Records the only change of a run and its end, with one sync. */
    public void ended(JsonObject outcome, Checksum.@Nullable Content left, JsonObject finished) throws IOException {
        append(commit(outcome, null, left));
        append(finished);
        sync();
    }

    private JsonObject commit(JsonObject outcome, @Nullable String archive, Checksum.@Nullable Content left) {
        JsonObject.Builder event =
                JsonObject.builder().put("event", "committed").putAll(outcome).put(Commit.ARCHIVE, archive);
        if (archive != null) {
            sums.of(archive).ifPresent(sum -> event.put(Commit.ARCHIVE_SUM, sum));
        }
        if (archive != null && accesses.containsKey(archive)) {
            event.put(Commit.ACCESS, toJson(Objects.requireNonNull(accesses.get(archive), "checked above")));
        }
        if (archive != null && ArchiveKind.REMOVED.isOf(archive)) {
            sums.of(ArchiveKind.seen(archive)).ifPresent(sum -> event.put(Commit.SEEN_SUM, sum));
        }
        if (archive == null && left != null && archivesReplacedFile(outcome)) {
            event.put(Commit.CREATED, true);
        }
        if (left != null) {
            event.put(
                    "left",
                    JsonObject.builder()
                            .put("size", left.size())
                            .put("checksum", left.checksum())
                            .build());
        }
        return event.build();
    }

    private static JsonObject toJson(Access access) {
        JsonObject.Builder json = JsonObject.builder()
                .put("mode", access.modeText())
                .put("owner", String.valueOf(access.owner()))
                .put("group", String.valueOf(access.group()))
                .put("bits", access.special());
        SortedMap<String, String> attributes = access.attributes();
        if (attributes != null && !attributes.isEmpty()) {
            JsonObject.Builder values = JsonObject.builder();
            attributes.forEach(values::put);
            json.put("attributes", values.build());
        }
        return json.build();
    }

    /** Returns whether a change archives every existing file it replaces; without an archive, no file existed then. */
    private static boolean archivesReplacedFile(JsonObject outcome) {
        String change = outcome.string("change").orElse("");
        return change.equals(StoreChange.Kind.RESTORE.word()) || change.equals(StoreChange.Kind.PUT_FILE_BACK.word());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

package loom.aml.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.store.StorePaths;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import loom.aml.store.log.RunRecord;
import loom.aml.store.log.TimedId;
import org.jspecify.annotations.Nullable;

/**
 * Records changes of other programs as runs, so that history lists them and undo takes them back. Their former content is in the
 * snapshot that was taken before. The changes of one session within a while are steps of one run, which one undo takes back.
 */
public final class ObservedChanges {
    private static final JsonObject NOTHING = JsonObject.builder().build();
    private static final long LARGEST_TEXT = 4_000_000;
    private static final String DONE = Report.Outcome.DONE.word();

    private final StorePaths store;
    private final LogFolder logs;
    private final RandomGenerator random;

    /** @param random provides the last digits of run ids */
    public ObservedChanges(StorePaths store, RandomGenerator random) {
        this.store = store;
        this.logs = LogFolder.of(store);
        this.random = random;
    }

    /**
     * Who changed something, as far as it is known.
     *
     * @param tool the tool of the program
     */
    public record Author(Optional<String> program, Optional<String> session, Optional<String> tool) {
        public static final Author UNKNOWN = new Author(Optional.empty(), Optional.empty(), Optional.empty());

        private JsonObject toJson() {
            return JsonObject.builder()
                    .put("program", program.orElse(null))
                    .put("session", session.orElse(null))
                    .put("tool", tool.orElse(null))
                    .build();
        }
    }

    /**
     * The change of one file.
     *
     * @param removed the number of items that it lost
     * @param inserted the number of items that it gained
     * @param transformed the number of items that were changed
     * @param left its content now; empty if it was deleted
     * @param isNew whether it did not exist before
     * @param former opens its former content, to archive it; null if the snapshot from before the changes has it
     */
    public record Change(
            String path,
            long removed,
            long inserted,
            long transformed,
            long bytesBefore,
            long bytesAfter,
            Optional<Checksum.Content> left,
            boolean isNew,
            @Nullable Former former) {

        private JsonObject toJson() {
            return JsonObject.builder()
                    .put(Commit.FILE, path)
                    .put("change", Commit.OBSERVED)
                    .put("removed", removed)
                    .put("inserted", inserted)
                    .put("transformed", transformed)
                    .put("bytes_before", bytesBefore)
                    .put("bytes_after", bytesAfter)
                    .putAll(
                            isNew
                                    ? JsonObject.builder()
                                            .put(Commit.CREATED, true)
                                            .build()
                                    : NOTHING)
                    .build();
        }
    }

    /** Opens the former content of a file; empty if it was lost. */
    @FunctionalInterface
    public interface Former {
        Optional<FileInput> open() throws IOException;
    }

    /** Begins a run whose steps are the changes of one session. Returns its id. */
    public String begin(Author author) throws IOException {
        Instant now = store.options().clock().instant();
        JsonObject about = JsonObject.builder().put("policy", author.toJson()).build();
        try (RunLog log = logs.begin(OperationNames.GUARD, about, now, random)) {
            log.event(finished());
            return log.run();
        }
    }

    /**
     * Records changes.
     *
     * @param partOf the run that they are a step of
     * @param snapshot the snapshot from before the changes; if empty, the former contents are archived
     * @return the id of the run
     */
    public String record(Author author, Optional<String> partOf, Optional<String> snapshot, List<Change> changes)
            throws IOException {
        Instant now = store.options().clock().instant();
        JsonObject about = JsonObject.builder()
                .put("policy", author.toJson())
                .put(RunRecord.PART_OF, partOf.orElse(null))
                .build();
        try (RunLog log = logs.begin(OperationNames.GUARD, about, now, random)) {
            if (snapshot.isPresent()) {
                log.backedUp(snapshot.get());
            }
            for (Change change : changes) {
                log.committed(change.toJson(), archived(change, log), change.left.orElse(null));
            }
            log.event(finished());
            return log.run();
        }
    }

    private static @Nullable String archived(Change change, RunLog log) throws IOException {
        Optional<FileInput> former = change.former == null ? Optional.empty() : change.former.open();
        if (former.isEmpty()) {
            return null;
        }
        try (FileInput content = former.get()) {
            return log.archiveFile(change.path, content);
        }
    }

    private static JsonObject finished() {
        return JsonObject.builder()
                .put("event", "finished")
                .put("outcome", DONE)
                .put("duration_ms", 0)
                .build();
    }

    /** Returns the number of the latest run. */
    public long last() throws IOException {
        return logs.lastSequence();
    }

    /**
     * The runs of aml itself.
     *
     * @param commits the changes
     * @param undone the runs that were undone
     */
    public record Own(List<Commit> commits, Set<String> undone) {
        public Own {
            commits = List.copyOf(commits);
            undone = Set.copyOf(undone);
        }
    }

    /** Returns whether a run within the last hour left or archived a text in a file. */
    public boolean hasHad(String path, byte[] text) throws IOException {
        Instant since = store.options().clock().instant().minus(Duration.ofHours(1));
        Optional<Checksum.Content> content = Optional.of(Checksum.Content.of(text));
        Optional<String> sum = Optional.of(Sha256.of(text).hex());
        for (String run : logs.runs().reversed()) {
            if (TimedId.timeOf(run).filter(since::isAfter).isPresent()) {
                return false;
            }
            Optional<RunRecord> record = logs.readable(run);
            if (record.isPresent()
                    && record.get().commits().stream()
                            .filter(commit -> commit.path().equals(path))
                            .anyMatch(commit -> commit.left().equals(content)
                                    || commit.archive()
                                            .flatMap(Commit.Archived::sum)
                                            .equals(sum))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text of a file before its latest recorded change; empty if unknown. */
    public Optional<byte[]> former(String path) throws IOException {
        for (String run : logs.runs().reversed()) {
            Optional<RunRecord> record = logs.readable(run);
            for (Commit commit : record.map(RunRecord::commits).orElse(List.of())) {
                if (commit.path().equals(path) && commit.archive().isPresent()) {
                    try (FileInput text =
                            new Archive(logs, run).open(commit.archive().get().name())) {
                        return Optional.of(text.readAll(Path.of(path), LARGEST_TEXT));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the changes of aml itself in runs after one with a number. */
    public Own ownSince(long sequence) throws IOException {
        List<Commit> commits = new ArrayList<>();
        Set<String> undone = new HashSet<>();
        if (logs.lastSequence() > sequence) {
            for (String run : logs.runs().reversed()) {
                Optional<RunRecord> record = logs.readable(run);
                if (record.isPresent() && record.get().sequence() <= sequence) {
                    break;
                }
                if (record.isPresent() && !record.get().operation().equals(OperationNames.GUARD)) {
                    commits.addAll(record.get().commits());
                    record.get().undoes().ifPresent(undone::add);
                }
            }
        }
        return new Own(commits, undone);
    }
}

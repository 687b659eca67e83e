package loom.aml.store.graph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.Ownership;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.ParallelTasks;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.NumberedId;
import loom.aml.store.log.RunLog;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * aml's own folder beside a memory file.
 *
 * <pre>
 * memory.jsonl-backup/aml/        0700, with a .gitignore of *
 *   .commit-lock                  locked during a commit; its content is the number of the latest run
 *   .commit-turn                  locked by the next process to commit, while it waits for the lock
 *   commit.journal                a commit in progress; see {@link CommitJournal}
 *   runs/&lt;run&gt;.&lt;number&gt;.jsonl    the record of a run, with its edits; see {@link LineEdit}
 * </pre>
 */
final class GraphLog {
    private static final String LOCK = ".commit-lock";
    private static final String TURN = ".commit-turn";
    private static final String JOURNAL = "commit.journal";
    private static final int LARGEST_JOURNAL = Integer.MAX_VALUE - 8;

    private final Disk disk;
    private final Path file;
    private final PrivateFolder folder;
    private final BackupTarget objects;
    private final LogFolder logs;
    private final ExecutorService threads;
    private long sequence = -1;

    /**
     * @param file the real path of the memory file
     * @param threads sync records concurrently
     */
    GraphLog(Disk disk, Path file, ExecutorService threads) {
        this.disk = disk;
        this.file = file;
        this.folder = PrivateFolder.besideFile(disk, file);
        this.objects = new LocalTarget(disk, folder);
        this.logs = new LogFolder(objects);
        this.threads = threads;
    }

    Path file() {
        return file;
    }

    /**
     * Takes the lock of commits. It ends with the process, so a crashed process does not hold it.
     *
     * @throws loom.aml.storage.StoreLockedException if another process holds it for longer than the given time
     */
    Held lock(Duration wait) throws IOException {
        folder.prepare();
        Disk.OsLock lock;
        // The process that has the turn takes the lock next. Otherwise a busy process would take it again and again,
        // since the others only look at it now and then.
        try (var _ = lock(TURN, wait, Duration.ofMillis(8))) {
            lock = lock(LOCK, wait, Duration.ofMillis(1));
        }
        boolean isKept = false;
        try {
            sequence = Math.max(sequence < 0 ? logs.lastSequence() : sequence, number(lock.content()));
            isKept = true;
            return new Held(lock);
        } finally {
            if (!isKept) {
                lock.close();
            }
        }
    }

    private Disk.OsLock lock(String name, Duration wait, Duration pause) throws IOException {
        return Ownership.lock(
                disk,
                folder.path().resolve(name),
                Ownership.ofDirectory(disk, folder.path()).ownFile(),
                wait,
                pause,
                "another process of aml");
    }

    /** Returns the number in the lock; 0 if absent. */
    private static long number(byte[] content) {
        try {
            return Long.parseLong(new String(content, StandardCharsets.US_ASCII).strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The lock of commits, while it is held. */
    final class Held implements AutoCloseable {
        private final Disk.OsLock lock;

        private Held(Disk.OsLock lock) {
            this.lock = lock;
        }

        /** Returns the ids of new runs. */
        List<NumberedId> newRuns(int count, Instant now, RandomGenerator random) {
            List<NumberedId> runs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                runs.add(logs.reserve(now, random, sequence + 1 + i));
            }
            return runs;
        }

        /** Returns the journal that a crash left behind; null if absent. */
        @Nullable
        CommitJournal journal() throws IOException {
            if (!isInterrupted()) {
                return null;
            }
            try (ObjectReader object = objects.open(JOURNAL)) {
                return CommitJournal.of(object.readAll(LARGEST_JOURNAL));
            } catch (JsonSyntaxException e) {
                throw new IOException(
                        FileName.text(pathOfJournal()) + " cannot be read (" + e.getMessage()
                                + "), so it is unknown whether a change was interrupted; move it away to continue",
                        e);
            }
        }

        /** Makes a journal durable. */
        void begin(CommitJournal journal) throws IOException {
            try (BackupTarget.Upload upload = objects.upload(JOURNAL)) {
                byte[] bytes = journal.toUtf8();
                upload.write(bytes, 0, bytes.length);
                upload.publish(JOURNAL);
            }
        }

        /** Makes the records of a commit durable. */
        void record(CommitJournal journal) throws IOException {
            List<RunLog> open = new ArrayList<>();
            try {
                for (CommitJournal.Entry entry : journal.runs()) {
                    RunLog log = logs.create(entry.run());
                    open.add(log);
                    for (JsonObject event : entry.events()) {
                        log.append(event);
                    }
                    sequence = Math.max(sequence, entry.run().sequence());
                }
                ParallelTasks.forEach(threads, open, RunLog::sync);
            } finally {
                for (RunLog log : open) {
                    log.close();
                }
            }
            lock.replaceContent(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
        }

        /** Writes the records again, since it is unknown which of them are complete and durable. */
        void recordAgain(CommitJournal journal) throws IOException {
            logs.forget(journal.runs().stream().map(entry -> entry.run().id()).toList());
            record(journal);
        }

        /** Removes the journal, if any. It may come back after a power failure, which does no harm. */
        void end() throws IOException {
            if (isInterrupted()) {
                disk.delete(pathOfJournal());
            }
        }

        @Override
        public void close() throws IOException {
            lock.close();
        }
    }

    /** Returns whether a commit is in progress or was interrupted. */
    boolean isInterrupted() throws IOException {
        return !disk.state(pathOfJournal()).isMissing();
    }

    private Path pathOfJournal() {
        return folder.path().resolve(JOURNAL);
    }

    /** Returns the ids of all runs, in their order. */
    List<String> runs() throws IOException {
        return logs.runs();
    }

    /** Reads the record of a run. */
    RunRecord read(String run) throws IOException {
        return logs.read(run);
    }

    /** Returns the run that undid another one, and was not undone itself; null if absent. */
    @Nullable
    String undoOf(String run) throws IOException {
        for (String other : logs.runs().reversed()) {
            if (other.equals(run)) {
                return null;
            }
            if (logs.mentions(other, "\"undoes\":\"" + run + '"') && undoOf(other) == null) {
                return other;
            }
        }
        return null;
    }

    /** Returns whether the latest run left a content. */
    boolean isLeft(Checksum.Content content) throws IOException {
        List<String> runs = logs.runs();
        return !runs.isEmpty()
                && logs.read(runs.getLast()).commits().stream()
                        .anyMatch(commit -> commit.left().equals(Optional.of(content)));
    }

    /** Returns the edits of a run. */
    static List<LineEdit> edits(RunRecord record) throws JsonSyntaxException {
        List<LineEdit> edits = new ArrayList<>();
        for (Commit commit : record.commits()) {
            if (commit instanceof Commit.LinesEdited lines) {
                for (JsonObject edit : lines.edits()) {
                    edits.add(LineEdit.of(edit));
                }
            }
        }
        return edits;
    }
}

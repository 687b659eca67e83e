package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.FileState;
import loom.aml.io.SmallFile;
import loom.aml.storage.Ownership;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.NumberedId;

/**
 * Makes the changes of a group in one step that other programs see.
 *
 * <pre>
 * take aml's lock                                      an operating system lock: it ends with its process
 * complete what a crash interrupted                    see {@link CommitJournal}
 * read, make all changes of the group
 * stage the next version beside the file, sync
 * write the journal with the records of the runs       from here on nothing that an undo needs can be lost
 *   still the version that was read? else start over   state and content, since the other writers know no lock
 *   rename, sync the directory                         the only step that others see
 * write the records of the runs, sync
 * remove the journal, release the lock
 * </pre>
 *
 * <p>Used by one thread.
 */
final class GraphCommit {
    /** The number of attempts before a file that other programs keep rewriting is left to them. */
    private static final int ATTEMPTS = 100;

    private static final int LONGEST_PAUSE_MS = 20;

    private final Disk disk;
    private final StoreOptions options;
    private final RandomGenerator random;

    GraphCommit(Disk disk, StoreOptions options, RandomGenerator random) {
        this.disk = disk;
        this.options = options;
        this.random = random;
    }

    /**
     * Makes the changes and answers them.
     *
     * @throws IOException if the changes may not have been made, or may not be durable
     */
    void run(GraphFile file, GraphLog log, List<WaitingChange<?>> group) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            // A wait for a program that is writing must not keep other processes of aml waiting.
            Attempt prepared = Attempt.of(group, file.readComplete());
            if (prepared.changing.isEmpty()) {
                answer(group, file, prepared.version.document());
                return;
            }
            try (GraphLog.Held lock = log.lock(options.lockWait())) {
                settle(file, lock);
                GraphFile.Version version = file.read();
                boolean isSame = version.document() == prepared.version.document();
                if (isMade(file, lock, group, isSame ? prepared.of(version) : Attempt.of(group, version))) {
                    return;
                }
            }
            options.ticker().pause(1 + random.nextInt(Math.min(attempt, LONGEST_PAUSE_MS)));
        }
        throw new IOException(FileName.text(file.path()) + " was rewritten by another program " + ATTEMPTS
                + " times while it was being changed; it was left unchanged, so try again");
    }

    /** Settles the commit of a process that did not end it. */
    void settle(GraphFile file, GraphLog log) throws IOException {
        if (log.isInterrupted()) {
            try (GraphLog.Held lock = log.lock(options.lockWait())) {
                settle(file, lock);
            }
        }
    }

    private void settle(GraphFile file, GraphLog.Held lock) throws IOException {
        CommitJournal journal = lock.journal();
        if (journal == null) {
            return;
        }
        boolean isMade = disk.state(stagedOf(file)).isMissing() && !Objects.equals(file.content(), journal.before());
        if (isMade) {
            lock.recordAgain(journal);
        }
        discard(stagedOf(file), lock);
    }

    /**
     * The changes of a group, made in a draft.
     *
     * @param version the version that they were made from
     * @param changing those that change anything
     */
    private record Attempt(GraphFile.Version version, GraphDraft draft, List<WaitingChange<?>> changing) {
        static Attempt of(List<WaitingChange<?>> group, GraphFile.Version version) {
            GraphDraft draft = new GraphDraft(version.document());
            List<WaitingChange<?>> changing = new ArrayList<>();
            for (WaitingChange<?> waiting : group) {
                waiting.applyTo(draft);
                if (!waiting.edits().isEmpty()) {
                    changing.add(waiting);
                }
            }
            return new Attempt(version, draft, changing);
        }

        /** Returns the same changes for another version with the same content. */
        Attempt of(GraphFile.Version other) {
            return new Attempt(other, draft, changing);
        }
    }

    /** Commits an attempt; returns false if another program wrote the file meanwhile. */
    private boolean isMade(GraphFile file, GraphLog.Held lock, List<WaitingChange<?>> group, Attempt attempt)
            throws IOException {
        GraphFile.Version version = attempt.version;
        GraphDraft draft = attempt.draft;
        List<WaitingChange<?>> changing = attempt.changing;
        if (changing.isEmpty()) {
            answer(group, file, version.document());
            return true;
        }
        byte[] bytes = GraphDocument.bytes(draft.lines());
        CommitJournal journal = journal(file, version, bytes, changing, lock);
        FileState staged = stage(file, bytes);
        if (!isPublished(file, version, staged, journal, lock)) {
            return false;
        }
        GraphDocument document = new GraphDocument(draft.lines());
        file.written(staged, journal.after(), document);
        answer(group, file, document);
        return true;
    }

    private static void answer(List<WaitingChange<?>> group, GraphFile file, GraphDocument document) {
        List<Finding> findings = file.findings(document);
        group.forEach(waiting -> waiting.succeed(findings));
    }

    private CommitJournal journal(
            GraphFile file,
            GraphFile.Version version,
            byte[] bytes,
            List<WaitingChange<?>> changing,
            GraphLog.Held lock) {
        Instant now = options.clock().instant();
        List<NumberedId> ids = lock.newRuns(changing.size(), now, random);
        Checksum.Content after = GraphFile.contentOf(bytes);
        List<CommitJournal.Entry> runs = new ArrayList<>();
        for (int i = 0; i < changing.size(); i++) {
            runs.add(changing.get(i).record(ids.get(i), FileName.last(file.path()), after, now));
        }
        return new CommitJournal(version.content(), after, runs);
    }

    /** The lock is held, so no other process uses the name. */
    private static Path stagedOf(GraphFile file) {
        return FileName.beside(file.path(), "." + FileName.last(file.path()) + ".aml-new");
    }

    /** Writes the next version beside the file, makes it durable and reads it back. */
    private FileState stage(GraphFile file, byte[] bytes) throws IOException {
        Path staged = stagedOf(file);
        deleteIfThere(staged);
        try {
            try (FileOutput out =
                    Ownership.createReplacement(disk, staged, file.path(), GraphPlace.directoryOf(file.path()))) {
                out.write(bytes, 0, bytes.length);
                out.sync();
            }
            if (!Arrays.equals(SmallFile.read(disk, staged, bytes.length), bytes)) {
                throw new IOException("the disk returned other bytes than were written");
            }
            return disk.state(staged);
        } catch (IOException | RuntimeException | Error e) {
            quietly(e, () -> deleteIfThere(staged));
            throw e;
        }
    }

    /**
     * Makes the staged version visible.
     *
     * @param state the state of the staged file
     * @return false if another program wrote the file meanwhile, and nothing was done
     * @throws IOException if it is not visible, or not durable
     */
    private boolean isPublished(
            GraphFile file, GraphFile.Version version, FileState state, CommitJournal journal, GraphLog.Held lock)
            throws IOException {
        Path staged = stagedOf(file);
        try {
            // If anything but an IOException ends this, the journal shows the next commit whether the change was made.
            lock.begin(journal);
            if (!file.isStill(version)) {
                discard(staged, lock);
                return false;
            }
            disk.rename(staged, file.path());
        } catch (IOException e) {
            if (!isVisible(file, state)) {
                quietly(e, () -> discard(staged, lock));
                throw e;
            }
        }
        IOException failure = null;
        try {
            disk.syncDirectory(GraphPlace.directoryOf(file.path()));
        } catch (IOException e) {
            failure = e;
        }
        try {
            lock.record(journal);
            lock.end();
        } catch (IOException e) {
            // The journal has the records, and the next commit writes them.
        }
        if (failure != null) {
            throw new IOException(
                    FileName.text(file.path()) + " was changed, but the change may not survive a power failure: "
                            + failure.getMessage(),
                    failure);
        }
        return true;
    }

    /** Returns whether a rename that failed was made nevertheless. */
    private boolean isVisible(GraphFile file, FileState staged) {
        try {
            return Objects.equals(disk.state(file.path()).key(), staged.key());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Removes the journal and the staged file, in this order: without its staged file a journal looks as if its change had
     * been made.
     */
    private void discard(Path staged, GraphLog.Held lock) throws IOException {
        lock.end();
        deleteIfThere(staged);
    }

    private void deleteIfThere(Path path) throws IOException {
        if (!disk.state(path).isMissing()) {
            disk.delete(path);
        }
    }

    private interface Cleaning {
        void run() throws IOException;
    }

    private static void quietly(Throwable failure, Cleaning cleaning) {
        try {
            cleaning.run();
        } catch (IOException | RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }
}

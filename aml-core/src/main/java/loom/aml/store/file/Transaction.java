package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import loom.aml.io.ByteSink;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.storage.Ownership;
import loom.aml.storage.PathWithin;
import loom.aml.store.ChangeLog;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;

/**
 * Changes one file from one complete version to the next, even if crashes and other writers interfere. Every write to a
 * store uses it.
 *
 * <pre>
 * read without a lock, stage, sync, archive the originals, sync        {@link Preparation}
 * write the journal                                                   from here on the next open completes the change
 * take the lock
 *   still the version that was read and still the lock held? else start over
 *   keep the before-image
 *   rename, sync the directory                                         the only step that others see
 * release the lock
 * mark the change in the record of the run
 * remove before-image and journal
 * </pre>
 *
 * <p>One object makes one change. The changes of an atomic set are staged by one object each, which finishes its change
 * once all are staged; see {@link AtomicApplication}.
 */
final class Transaction {
    /** The number of attempts before a file that other programs keep rewriting is left to them. */
    static final int ATTEMPTS = 8;

    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Layout layout;
    private final WorkFolder work;
    private final ChangeLog log;
    private final Preparation preparation;
    private final QuietFile quiet;

    /** True once the visible step was attempted in this attempt. */
    private boolean isStepTried;

    /** True if another process held the lock during the visible step, so that its write may have been overwritten. */
    private boolean isLockLost;

    Transaction(Disk disk, Path root, StoreOptions options, Layout layout, ChangeLog log) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.layout = layout;
        this.work = WorkFolder.of(disk, root, layout);
        this.log = log;
        this.preparation = new Preparation(work, options, layout, log);
        this.quiet = new QuietFile(disk, root, options, layout);
    }

    /**
     * Makes a change.
     *
     * @param number distinguishes the changes of one run
     * @return the outcome; a change that was made counts as made even if the steps after it failed
     * @throws DiskFullException if the disk is full; nothing was changed
     */
    FileOutcome run(StoreChange change, int number) throws DiskFullException {
        List<Finding> findings = new ArrayList<>();
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                findings.clear();
                Optional<FileOutcome> outcome =
                        attempt(change, attempt > 1, log.run() + "-" + number + "-" + attempt, findings);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    change.path(),
                    "was rewritten by another program " + ATTEMPTS + " times while it was being changed",
                    "left unchanged; run aml again when the file is less busy"));
        } catch (DiskFullException e) {
            throw e;
        } catch (DamagedException e) {
            findings.add(Finding.damaged(change.path(), e));
        } catch (IOException e) {
            findings.add(ReadErrors.finding(disk, root, change.path(), e));
        }
        return FileOutcome.notMade(change, findings);
    }

    /** Makes one attempt; empty if another program wrote meanwhile and the change must start over. */
    private Optional<FileOutcome> attempt(StoreChange change, boolean afresh, String token, List<Finding> findings)
            throws IOException {
        try {
            if (!quiet.await(change, findings)) {
                return Optional.of(FileOutcome.notMade(change, findings));
            }
            Optional<Staged> staged = stage(change, afresh, false, token, findings);
            return staged.isEmpty() ? Optional.of(FileOutcome.notMade(change, findings)) : commit(staged.get());
        } catch (OvertakenException e) {
            return Optional.empty();
        }
    }

    /** A change of which everything but the visible step is done and durable. */
    record Staged(Prepared prepared, String token, Path journal, Path before) {}

    /**
     * The first half of a change: stages it and writes its journal.
     *
     * @param isWhole whether the journal counts only once the run has decided
     * @param findings receives deviations from the plan
     * @return empty if nothing needs to be done
     * @throws OvertakenException if another attempt may succeed
     */
    Optional<Staged> stage(StoreChange change, boolean afresh, boolean isWhole, String token, List<Finding> findings)
            throws IOException {
        Optional<Prepared> prepared = preparation.prepare(change, afresh, token, findings);
        if (prepared.isEmpty()) {
            return Optional.empty();
        }
        Path before = work.before(prepared.get().target(), token);
        Staged staged = new Staged(prepared.get(), token, work.journal(token), before);
        try {
            entry(change, isWhole, staged.prepared).write(work, token);
        } catch (IOException | RuntimeException | Error e) {
            discardAfter(e, staged);
            throw e;
        }
        return Optional.of(staged);
    }

    /** The second half of a change; empty if another program wrote meanwhile and the change must start over. */
    private Optional<FileOutcome> commit(Staged staged) throws IOException {
        Optional<FileOutcome> outcome;
        try {
            outcome = finish(staged);
        } catch (IOException | RuntimeException | Error e) {
            if (!isStepTried || !mayBeVisible(staged.prepared)) {
                discardAfter(e, staged);
            }
            throw e;
        }
        if (outcome.isEmpty()) {
            discard(staged);
        }
        return outcome;
    }

    /**
     * Makes the visible step and the steps after it.
     *
     * @return empty if another program wrote meanwhile, and nothing was done
     * @throws IOException if the step was not made
     */
    Optional<FileOutcome> finish(Staged staged) throws IOException {
        Prepared prepared = staged.prepared;
        isStepTried = false;
        try {
            if (!replace(prepared, staged.before)) {
                return Optional.empty();
            }
            for (Prepared.Part part : prepared.parts()) {
                log.committed(new ChangeLog.Made(part.outcome(), part.archive(), prepared.after()));
            }
            deleteIfThere(staged.before);
            deleteIfThere(staged.journal);
            return Optional.of(isLockLost ? prepared.outcome().with(lockLost(prepared)) : prepared.outcome());
        } catch (IOException e) {
            if (isStepTried && mayBeVisible(prepared)) {
                return Optional.of(prepared.outcome().with(unfinished(prepared, e)));
            }
            throw e;
        }
    }

    /**
     * Returns whether the visible step may have been done. If that cannot be determined, the journal must stay, so the
     * answer is yes.
     */
    private boolean mayBeVisible(Prepared prepared) {
        Path staged = prepared.staged();
        try {
            return disk.state(staged == null ? prepared.target() : staged).isMissing();
        } catch (IOException e) {
            return true;
        }
    }

    private Finding unfinished(Prepared prepared, IOException e) {
        return Finding.of(
                Finding.Kind.FAILED,
                prepared.outcome().path(),
                "was changed, but the steps after the change failed: " + ReadErrors.reason(e),
                "nothing is lost; the next command that writes completes them");
    }

    private void discardAfter(Throwable failure, Staged staged) {
        try {
            discard(staged);
        } catch (IOException more) {
            failure.addSuppressed(more);
        }
    }

    /**
     * Returns the finding for a lost lock. No system call replaces a file on condition of its version, so a suspension
     * between the last check and the rename can overwrite a change.
     */
    private static Finding lockLost(Prepared prepared) {
        return Finding.of(
                Finding.Kind.CHANGED,
                prepared.outcome().path(),
                "was changed, but aml was suspended for so long meanwhile that another program took its lock",
                "changes that the program made in those seconds may be lost: save them again there");
    }

    /**
     * Discards a staged change. The journal is deleted first, since without its staged file it looks as if its change had been
     * made, and the archive last: it must exist as long as a journal could complete the change.
     */
    void discard(Staged change) throws IOException {
        Prepared prepared = change.prepared;
        Path staged = prepared.staged();
        if (!disk.state(change.journal).isMissing()) {
            disk.delete(change.journal);
            // A journal that reappears after a power cut must still find its staged file.
            work.sync();
        }
        if (staged != null && prepared.ownsStaged()) {
            deleteIfThere(staged);
        }
        deleteIfThere(change.before);
        deleteIfThere(work.part(change.token));
        for (String archive : prepared.archives()) {
            log.withdraw(archive);
        }
    }

    private void deleteIfThere(Path path) throws IOException {
        if (!disk.state(path).isMissing()) {
            disk.delete(path);
        }
    }

    private static Path directoryOf(Path target) {
        return Objects.requireNonNull(target.getParent(), "every file of a store is in a directory");
    }

    private JournalEntry entry(StoreChange change, boolean isWhole, Prepared prepared) {
        Path staged = prepared.staged();
        return new JournalEntry(
                log.run(),
                FileName.text(root.relativize(prepared.target())),
                prepared.before(),
                prepared.after(),
                staged == null ? null : work.nameOf(staged),
                prepared.archive(),
                JournaledEdit.of(change),
                isWhole,
                prepared.parts().getFirst().outcome().toJson(),
                prepared.participants(log));
    }

    /**
     * Makes the steps under the lock.
     *
     * @param before the path of the before-image
     * @return whether the change is visible and durable; false if another program wrote meanwhile and nothing was done
     */
    boolean replace(Prepared prepared, Path before) throws IOException {
        Path target = prepared.target();
        if (prepared.state().isMissing()) {
            makeDirectoryOf(prepared);
        }
        BeforeImage image = new BeforeImage(work, before);
        boolean hasImage = prepared.state().isMissing();
        while (true) {
            try (FileLock lock = layout.locks().take(disk, target, options)) {
                if (!isAsRead(prepared, lock) || !lock.isOurs()) {
                    return false;
                }
                // A link changes the ctime, which the comparison uses, so it is made after the comparison.
                boolean isLinked = !hasImage && image.link(target);
                hasImage = hasImage || isLinked;
                // Only the step itself may follow the last check.
                if (isLinked && !isStillAsRead(prepared, lock)) {
                    return false;
                }
                if (hasImage) {
                    step(prepared, lock);
                    return !isLinked || !isGivenBack(prepared, image);
                }
            }
            // Without hard links the before-image is a copy, which is made without the lock so that nobody waits for
            // it.
            image.copy(target);
            hasImage = true;
        }
    }

    /** Without locks, a program may have written the file at that moment. The change then starts over and finds its text. */
    private boolean isGivenBack(Prepared prepared, BeforeImage image) throws IOException {
        boolean isGivenBack = layout.locks() == FileLocks.NONE && image.giveBack(prepared);
        isStepTried &= !isGivenBack;
        return isGivenBack;
    }

    /** Makes the visible step. */
    private void step(Prepared prepared, FileLock lock) throws IOException {
        Path target = prepared.target();
        Path staged = prepared.staged();
        isStepTried = true;
        if (staged == null) {
            disk.delete(target);
        } else {
            disk.rename(staged, target);
        }
        disk.syncDirectory(directoryOf(target));
        isLockLost = !lock.release();
    }

    private void makeDirectoryOf(Prepared prepared) throws IOException {
        Path directory = directoryOf(prepared.target());
        Path staged = prepared.staged();
        boolean holdsStaged = staged != null && directory.equals(staged.getParent());
        if (!holdsStaged) {
            makeDirectories(directory);
        }
        // The directory may have been replaced by a link since the path was checked.
        PathWithin.of(disk, root, FileName.text(root.relativize(prepared.target())));
    }

    private void makeDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = directory; disk.state(path).isMissing(); path = directoryOf(path)) {
            missing.push(path);
        }
        for (Path path : missing) {
            try {
                Ownership.createDirectory(disk, path, disk.access(root));
                disk.syncDirectory(directoryOf(path));
            } catch (FileAlreadyExistsException e) {
                // Another program created it at the same time.
            }
        }
    }

    /**
     * Returns whether the target, and a staged file that is not aml's own, are the versions that the change was made
     * from.
     */
    private boolean isAsRead(Prepared prepared, FileLock lock) throws IOException {
        FileState now = disk.state(prepared.target());
        if (!now.equals(prepared.state())) {
            return false;
        }
        Path staged = prepared.staged();
        if (staged != null
                && prepared.stagedState() != null
                && !disk.state(staged).equals(prepared.stagedState())) {
            return false;
        }
        if (now.isRacy(prepared.readAt())) {
            Checksum checksum = new Checksum();
            try (FileInput file = disk.open(prepared.target())) {
                file.transferTo(ByteSink.both(checksum::update, (_, _, _) -> lock.keepAlive()));
            }
            return checksum.content().equals(prepared.before());
        }
        return true;
    }

    /**
     * Returns whether the target is still the version that the before-image links to, as far as file names and states
     * show.
     */
    private boolean isStillAsRead(Prepared prepared, FileLock lock) throws IOException {
        FileState now = disk.state(prepared.target());
        return (now.equals(prepared.state()) || now.differsInChangeOnly(prepared.state())) && lock.isOurs();
    }
}

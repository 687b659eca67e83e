package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;
import loom.aml.store.ChangeLog;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Progress;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;
import loom.aml.store.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of a set atomically: either all or none.
 *
 * <pre>
 * of each: read, stage, archive the originals, write the journal      a failure or crash here discards all changes
 * write the decision                                                  from here on the next open completes the run
 * of the first: lock, rename, mark                                    a failure here revokes the decision and discards all
 * of each other: lock, rename, mark                                   a failure here leaves the journal to the next open
 * remove the decision
 * </pre>
 *
 * <p>A file that another program writes meanwhile is staged again from its new version, at any time.
 */
final class AtomicApplication {
    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Layout layout;
    private final WorkFolder work;
    private final ChangeLog log;
    private final Progress progress;
    private final List<Part> parts = new ArrayList<>();
    private final AtomicReference<@Nullable Finding> failure = new AtomicReference<>();
    private final AtomicInteger done = new AtomicInteger();

    AtomicApplication(
            Disk disk,
            Path root,
            StoreOptions options,
            Layout layout,
            ChangeLog log,
            Progress progress,
            List<StoreChange> changes) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.layout = layout;
        this.work = WorkFolder.of(disk, root, layout);
        this.log = log;
        this.progress = progress;
        for (StoreChange change : changes) {
            parts.add(new Part(change, parts.size() + 1));
        }
    }

    /** One change of the set. */
    private final class Part {
        private final StoreChange change;
        private final int number;
        private final Transaction transaction = new Transaction(disk, root, options, layout, log);
        private final List<Finding> findings = new ArrayList<>();
        private Transaction.@Nullable Staged staged;
        private @Nullable FileOutcome outcome;
        private int attempt;

        Part(StoreChange change, int number) {
            this.change = change;
            this.number = number;
        }

        /** Stages the change unless nothing needs to be done. Discards the version that was staged before. */
        void stage() throws IOException {
            Transaction.Staged former = staged;
            while (true) {
                attempt++;
                findings.clear();
                try {
                    staged = transaction
                            .stage(change, attempt > 1, true, log.run() + "-" + number + "-" + attempt, findings)
                            .orElse(null);
                    break;
                } catch (OvertakenException e) {
                    if (attempt >= Transaction.ATTEMPTS) {
                        throw new IOException(
                                "another program rewrote it " + attempt + " times while it was being changed", e);
                    }
                }
            }
            if (former != null) {
                transaction.discard(former);
            }
        }

        /**
         * Makes the change visible. It applies to the present version, however often other programs write. A file that
         * became unreadable or missing is left unchanged, as if it had been so from the start.
         */
        void finish() throws IOException {
            while (staged != null && outcome == null) {
                try {
                    outcome = transaction.finish(staged).orElse(null);
                    if (outcome == null) {
                        stage();
                    } else {
                        progress.done(done.incrementAndGet(), parts.size());
                    }
                } catch (DamagedException e) {
                    findings.add(Finding.damaged(change.path(), e));
                    discard();
                } catch (NoSuchFileException e) {
                    Finding finding = ReadErrors.finding(disk, root, change.path(), e);
                    if (finding.kind() != Finding.Kind.CHANGED) {
                        throw e;
                    }
                    findings.add(finding);
                    discard();
                }
            }
        }

        void discard() throws IOException {
            if (staged != null) {
                transaction.discard(staged);
                staged = null;
            }
        }

        FileOutcome outcome() {
            return outcome == null ? FileOutcome.notMade(change, findings) : outcome;
        }
    }

    /**
     * Makes the changes.
     *
     * @param groups indices of changes that are made one after the other
     */
    List<FileOutcome> run(List<List<Integer>> groups, Workers workers) throws IOException {
        workers.map(groups, this::sizeOf, group -> {
            stage(group);
            return group;
        });
        if (failure.get() == null && parts.stream().anyMatch(part -> part.staged != null)) {
            decide();
            begin(groups);
        }
        if (failure.get() != null) {
            dropAll();
        } else {
            workers.map(groups, this::sizeOf, group -> {
                finish(group);
                return group;
            });
            removeDecision();
        }
        return parts.stream().map(Part::outcome).toList();
    }

    private long sizeOf(List<Integer> group) {
        return parts.get(group.getFirst()).change.seen().bytes();
    }

    private void stage(List<Integer> group) {
        for (int place : group) {
            Part part = parts.get(place);
            if (failure.get() == null) {
                try {
                    part.stage();
                } catch (DamagedException e) {
                    part.findings.add(Finding.damaged(part.change.path(), e));
                } catch (IOException e) {
                    fail(part, e);
                }
            }
        }
    }

    /** Records the failure of a part. A missing file needs no change; any other failure stops the set. */
    private void fail(Part part, IOException e) {
        Finding finding = ReadErrors.finding(disk, root, part.change.path(), e);
        part.findings.add(finding);
        if (finding.kind() != Finding.Kind.CHANGED) {
            failure.compareAndSet(null, finding);
        }
    }

    private void decide() {
        Path decision = work.decision(log.run());
        try {
            try (FileOutput out = work.create(decision)) {
                out.sync();
            }
            work.sync();
        } catch (IOException e) {
            failure.set(ReadErrors.finding(disk, root, parts.getFirst().change.path(), e));
        }
    }

    /** Makes the first change that has an effect. Until one is made, the set can still be discarded. */
    private void begin(List<List<Integer>> groups) {
        for (List<Integer> group : groups) {
            for (int place : group) {
                Part part = parts.get(place);
                if (failure.get() == null && part.staged != null) {
                    try {
                        part.finish();
                    } catch (IOException e) {
                        fail(part, e);
                    }
                    if (part.outcome != null) {
                        return;
                    }
                }
            }
        }
    }

    private void finish(List<Integer> group) {
        for (int place : group) {
            Part part = parts.get(place);
            try {
                part.finish();
            } catch (IOException e) {
                part.findings.add(left(part, ReadErrors.finding(disk, root, part.change.path(), e)));
            }
        }
    }

    private static Finding left(Part part, Finding finding) {
        return Finding.of(
                finding.kind() == Finding.Kind.LOCKED ? Finding.Kind.LOCKED : Finding.Kind.FAILED,
                part.change.path(),
                finding.what(),
                "the rest of the run is done; the next command that writes completes this change");
    }

    /** Discards all changes. The decision is removed first, so that a crash cannot complete what is being discarded. */
    private void dropAll() {
        Finding reason = failure.get();
        boolean isDropped = takeBackDecision();
        for (Part part : parts) {
            if (isDropped) {
                discard(part);
            }
            if (reason != null && part.findings.isEmpty()) {
                part.findings.add(notChanged(part, reason, isDropped));
            }
        }
    }

    /** Revokes the decision and returns whether it is certain that no recovery will complete the changes. */
    private boolean takeBackDecision() {
        try {
            Path decision = work.decision(log.run());
            if (!disk.state(decision).isMissing()) {
                disk.delete(decision);
                work.sync();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void discard(Part part) {
        try {
            part.discard();
        } catch (IOException e) {
            // The remaining files are void, and the next open removes them.
        }
    }

    private static Finding notChanged(Part part, Finding reason, boolean isDropped) {
        return Finding.of(
                reason.kind() == Finding.Kind.LOCKED ? Finding.Kind.LOCKED : Finding.Kind.FAILED,
                part.change.path(),
                "not changed, because " + reason.where() + " could not be changed: " + reason.what(),
                isDropped
                        ? "nothing was changed: all files change together or not at all"
                        : "nothing was changed; the next command that writes completes or discards all of it");
    }

    /**
     * Removes the decision last, after the removal of the journals is durable: a journal that reappeared would be void
     * without it.
     */
    private void removeDecision() {
        try {
            Path decision = work.decision(log.run());
            boolean isUnfinished = work.entries().stream()
                    .anyMatch(entry -> OwnFiles.isJournal(entry.name())
                            && OwnFiles.token(entry.name()).startsWith(log.run() + "-"));
            if (!isUnfinished && !disk.state(decision).isMissing()) {
                work.sync();
                disk.delete(decision);
            }
        } catch (IOException e) {
            // The next open removes it.
        }
    }
}

package loom.aml.store.graph;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import loom.aml.io.Checksum;
import loom.aml.io.FileName;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.EditedLines;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Progress;
import loom.aml.store.StoreOptions;
import loom.aml.store.Version;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of a group in one transaction of the store, each as a run of its own. Used by one thread.
 *
 * <pre>
 * read, make all changes of the group         without a lock; if nothing changes, this is all
 * open the store                              waits for other runs of aml, and settles what a crash interrupted
 * read again, begin the records of the runs
 * replace the file                            starts over if another program has written it, which knows no lock
 * end the records
 * </pre>
 */
final class GraphCommit {
    /** The number of attempts before a file that other programs keep rewriting is left to them. */
    private static final int ATTEMPTS = 100;

    private static final int LONGEST_PAUSE_MS = 20;

    private final StoreOptions options;
    private final RandomGenerator random;
    private final ExecutorService threads;

    /**
     * @param random provides the last digits of run ids
     * @param threads sync records concurrently
     */
    GraphCommit(StoreOptions options, RandomGenerator random, ExecutorService threads) {
        this.options = options;
        this.random = random;
        this.threads = threads;
    }

    /**
     * Makes the changes and answers them.
     *
     * @throws IOException if the changes may not have been made, or may not be durable
     */
    void run(GraphPlace place, List<WaitingChange<?>> group) throws IOException {
        GraphFile file = place.file();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            // A wait for a program that is writing must not keep other processes of aml waiting.
            Attempt prepared = Attempt.of(group, file.readComplete());
            if (prepared.changing.isEmpty()) {
                answer(group, file, prepared.version.document());
                return;
            }
            try (MemoryStore store = place.open()) {
                Optional<GraphFile.Version> version = file.readIfComplete();
                if (version.isPresent() && isMade(store, file, group, prepared.or(group, version.get()))) {
                    return;
                }
            }
            options.ticker().pause(1 + random.nextInt(Math.min(attempt, LONGEST_PAUSE_MS)));
        }
        throw new IOException(FileName.text(file.path()) + " was rewritten by another program " + ATTEMPTS
                + " times while it was being changed; it was left unchanged, so try again");
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

        /** Returns the changes for a version that was read later. */
        Attempt or(List<WaitingChange<?>> group, GraphFile.Version later) {
            return later.document() == version.document() ? new Attempt(later, draft, changing) : of(group, later);
        }

        /** Returns whether a content is that of the version; null stands for a missing file. */
        boolean isOf(byte @Nullable [] content) {
            return Objects.equals(version.content(), content == null ? null : Checksum.Content.of(content));
        }
    }

    /** Commits an attempt; returns false if another program wrote the file meanwhile. */
    private boolean isMade(MemoryStore store, GraphFile file, List<WaitingChange<?>> group, Attempt attempt)
            throws IOException {
        if (attempt.changing.isEmpty()) {
            answer(group, file, attempt.version.document());
            return true;
        }
        byte[] bytes = GraphDocument.bytes(attempt.draft.lines());
        LogFolder logs = LogFolder.of(store.place());
        List<RunLog> records = begin(logs, attempt.changing);
        try (GraphRuns runs = new GraphRuns(records, attempt.changing, FileName.last(file.path()), threads)) {
            CollectionChange.EditLines change = new CollectionChange.EditLines(
                    GraphLayout.collection(FileName.last(file.path())),
                    Version.MISSING,
                    present -> attempt.isOf(present) ? runs.edited(bytes) : EditedLines.nothing(List.of()));
            FileOutcome outcome = store.apply(new ChangeSet(List.of(change)), runs, Progress.NONE)
                    .getFirst();
            if (!outcome.isCommitted() && !runs.isDurable()) {
                logs.forget(records.stream().map(RunLog::run).toList());
                Optional<Finding> failure = outcome.findings().stream()
                        .filter(finding -> finding.kind() != Finding.Kind.CHANGED)
                        .findFirst();
                if (failure.isPresent()) {
                    throw failed(file, failure.get());
                }
                return false;
            }
            GraphDocument document = new GraphDocument(attempt.draft.lines());
            file.written(Checksum.Content.of(bytes), document);
            if (!runs.isDurable()) {
                throw failed(file, outcome.findings().getLast());
            }
            answer(group, file, document);
            return true;
        }
    }

    private List<RunLog> begin(LogFolder logs, List<WaitingChange<?>> changing) throws IOException {
        Instant now = options.clock().instant();
        List<RunLog> records =
                logs.begin(changing.stream().map(WaitingChange::start).toList(), now, random, threads);
        for (int i = 0; i < records.size(); i++) {
            changing.get(i).begun(records.get(i).run());
        }
        return records;
    }

    private static IOException failed(GraphFile file, Finding why) {
        return new IOException(
                FileName.text(file.path()) + ": " + why.what() + (why.advice().isEmpty() ? "" : "; " + why.advice()));
    }

    private static void answer(List<WaitingChange<?>> group, GraphFile file, GraphDocument document) {
        List<Finding> findings = file.findings(document);
        group.forEach(waiting -> waiting.succeed(findings));
    }
}

package loom.aml.store.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import loom.aml.io.FileInput;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.EditedLines;
import loom.aml.store.FileOutcome;
import loom.aml.store.ParallelTasks;
import loom.aml.store.log.RunLog;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a group of changes that one transaction makes. The record of each run has its edits, with the text of what it
 * removed, so nothing is archived beside it.
 */
final class GraphRuns implements ChangeLog, AutoCloseable {
    private final List<RunLog> records;
    private final List<WaitingChange<?>> changes;
    private final String file;
    private final ExecutorService threads;
    private volatile boolean isDurable;

    /**
     * @param changes the change of each run, in the order of the records
     * @param file the name of the file
     * @param threads sync records concurrently
     */
    GraphRuns(List<RunLog> records, List<WaitingChange<?>> changes, String file, ExecutorService threads) {
        this.records = records;
        this.changes = changes;
        this.file = file;
        this.threads = threads;
    }

    /** Returns whether the changes are durable, even if their records are not: the next open of the store completes these. */
    boolean isDurable() {
        return isDurable;
    }

    /** Returns the edits of the whole group, which the records of the runs list. */
    EditedLines edited(byte[] content) {
        LineCounts counts = LineCounts.NONE;
        for (WaitingChange<?> change : changes) {
            counts = counts.plus(LineCounts.of(change.edits()));
        }
        return new EditedLines(
                content, counts.removed(), counts.inserted(), counts.transformed(), List.of(), List.of());
    }

    @Override
    public String run() {
        return records.getFirst().run();
    }

    @Override
    public List<Participant> participants() {
        List<Participant> participants = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            participants.add(new Participant(
                    records.get(i).run(), null, changes.get(i).outcome(file).toJson()));
        }
        return participants;
    }

    @Override
    public void committed(Made made) throws IOException {
        isDurable = true;
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            places.add(i);
        }
        ParallelTasks.forEach(threads, places, place -> {
            FileOutcome outcome = changes.get(place).outcome(file);
            records.get(place).ended(outcome.toJson(), made.left(), WaitingChange.finished(outcome));
        });
    }

    @Override
    public @Nullable String backup() {
        return null;
    }

    @Override
    public ItemArchive archiveItems(CollectionFile collection) {
        throw unused();
    }

    @Override
    public TransformArchive archiveTransformed(CollectionFile collection) {
        throw unused();
    }

    @Override
    public PutArchive archivePuts(CollectionFile collection) {
        throw unused();
    }

    @Override
    public String archiveFile(String path, FileInput original) {
        throw unused();
    }

    @Override
    public void withdraw(String archive) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("edits of lines have no archive");
    }

    @Override
    public void close() throws IOException {
        for (RunLog record : records) {
            record.close();
        }
    }
}

package loom.aml.store.graph;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import loom.aml.io.Checksum;
import loom.aml.json.JsonObject;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.NumberedId;
import org.jspecify.annotations.Nullable;

/** A change that waits for its commit. Used by one thread at a time. */
final class WaitingChange<R> {
    private final GraphChange<R> change;
    private final CompletableFuture<Changed<R>> changed = new CompletableFuture<>();
    private @Nullable R result;
    private @Nullable RefusedException refused;
    private List<LineEdit> edits = List.of();
    private long bytesBefore;
    private long bytesAfter;
    private @Nullable NumberedId run;

    WaitingChange(GraphChange<R> change) {
        this.change = change;
    }

    CompletableFuture<Changed<R>> changed() {
        return changed;
    }

    /** Makes the change in a draft. Repeated if another program has written the file meanwhile. */
    void applyTo(GraphDraft draft) {
        result = null;
        refused = null;
        run = null;
        bytesBefore = draft.size();
        try {
            result = change.applyTo(draft);
        } catch (RefusedException e) {
            refused = e;
        }
        edits = draft.takeEdits();
        bytesAfter = draft.size();
    }

    /** Returns the edits of the last attempt. */
    List<LineEdit> edits() {
        return edits;
    }

    /**
     * Returns the record of the run that makes the change.
     *
     * @param id the id of the run
     * @param left the content that the whole group leaves
     */
    CommitJournal.Entry record(NumberedId id, String file, Checksum.Content left, Instant now) {
        JsonObject started = LogFolder.started(
                id.id(),
                new LogFolder.Start(
                        change.operation(),
                        JsonObject.builder().put("policy", change.policy()).build()),
                now);
        JsonObject counts = counts();
        JsonObject committed = JsonObject.builder()
                .put("event", "committed")
                .put("file", file)
                .put("change", "edit_lines")
                .putAll(counts)
                .put("bytes_before", bytesBefore)
                .put("bytes_after", bytesAfter)
                .put("removed_by", FileOutcome.Tally.toJson(removed()))
                .put(Commit.EDITS, edits.stream().map(LineEdit::toJson).toList())
                .put(
                        "left",
                        JsonObject.builder()
                                .put("size", left.size())
                                .put("checksum", left.checksum())
                                .build())
                .build();
        JsonObject finished = JsonObject.builder()
                .put("event", "finished")
                .put("outcome", "done")
                .putAll(counts)
                .put("problems", 0)
                .build();
        run = id;
        return new CommitJournal.Entry(id, List.of(started, committed, finished));
    }

    private JsonObject counts() {
        return JsonObject.builder()
                .put("removed", count(LineEdit.Removed.class))
                .put("inserted", count(LineEdit.Added.class))
                .put("transformed", count(LineEdit.Changed.class))
                .build();
    }

    private long count(Class<? extends LineEdit> type) {
        return edits.stream().filter(type::isInstance).count();
    }

    private Map<FileOutcome.Tally, FileOutcome.Count> removed() {
        Map<FileOutcome.Tally, FileOutcome.Count> removed = new TreeMap<>();
        for (LineEdit edit : edits) {
            if (edit instanceof LineEdit.Removed line) {
                FileOutcome.Tally tally = new FileOutcome.Tally(
                        line.cause().string("strategy").orElse(""),
                        line.cause().string("reason").orElse(""));
                removed.merge(tally, new FileOutcome.Count(1, line.text().length), (one, other) -> one.plus(other));
            }
        }
        return removed;
    }

    /** Reports the result of the last attempt. */
    void succeed(List<Finding> findings) {
        if (refused != null) {
            changed.completeExceptionally(refused);
        } else {
            R made = Objects.requireNonNull(result, "an attempt");
            changed.complete(new Changed<>(made, Optional.ofNullable(run).map(NumberedId::id), findings));
        }
    }

    void fail(Throwable failure) {
        changed.completeExceptionally(failure);
    }
}

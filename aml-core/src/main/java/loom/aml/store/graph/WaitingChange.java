package loom.aml.store.graph;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import loom.aml.json.JsonObject;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;
import loom.aml.store.log.LogFolder;
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
    private @Nullable String run;

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

    /** Returns the beginning of the record of the run that makes the change. */
    LogFolder.Start start() {
        return new LogFolder.Start(
                change.operation(),
                JsonObject.builder().put("policy", change.policy()).build());
    }

    /** Names the run that makes the change. */
    void begun(String id) {
        run = id;
    }

    /** Returns the outcome of the change alone, for the record of its run. */
    FileOutcome outcome(String file) {
        LineCounts counts = LineCounts.of(edits);
        return new FileOutcome(
                file,
                StoreChange.Kind.EDIT_LINES,
                true,
                counts.removed(),
                counts.inserted(),
                counts.transformed(),
                bytesBefore,
                bytesAfter,
                List.of(),
                edits.stream().map(LineEdit::toJson).toList(),
                List.of());
    }

    /** Returns the end of the record of a run. */
    static JsonObject finished(FileOutcome outcome) {
        return JsonObject.builder()
                .put("event", "finished")
                .put("outcome", "done")
                .put("removed", outcome.removedItems())
                .put("inserted", outcome.inserted())
                .put("transformed", outcome.transformed())
                .put("problems", 0)
                .build();
    }

    /** Reports the result of the last attempt. */
    void succeed(List<Finding> findings) {
        if (refused != null) {
            changed.completeExceptionally(refused);
        } else {
            R made = Objects.requireNonNull(result, "an attempt");
            changed.complete(new Changed<>(made, Optional.ofNullable(run), findings));
        }
    }

    void fail(Throwable failure) {
        changed.completeExceptionally(failure);
    }
}

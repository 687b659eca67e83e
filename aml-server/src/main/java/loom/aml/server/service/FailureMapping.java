package loom.aml.server.service;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import loom.aml.app.UnsupportedByStoreException;
import loom.aml.app.backup.NoSuchAgentException;
import loom.aml.app.history.NoSuchRunException;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.PinnedItemException;
import loom.aml.app.item.SeveralIdsException;
import loom.aml.app.monitor.NoSuchAlertException;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.similar.NoSuchSuggestionException;
import loom.aml.app.version.NoSuchVersionException;
import loom.aml.backup.NoSnapshotException;
import loom.aml.config.ConfigurationException;
import loom.aml.edit.InvalidItemException;
import loom.aml.index.query.QuerySyntaxException;
import loom.aml.io.Printable;
import loom.aml.server.operation.HostStoppingException;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.NoStoreException;
import loom.aml.store.ReadOnlyStoreException;

/** Converts the failures of use cases to problems, for all front ends. Thread-safe. */
public final class FailureMapping {
    /** A caller that was refused with status 503 may try again after this time, in seconds. */
    public static final String RETRY_SECONDS = "5";

    private static final int CANDIDATES = 20;

    private final Function<Exception, String> words;
    private final Consumer<Throwable> unexpected;

    /**
     * @param words describes a failure of the operating system for people
     * @param unexpected receives the failures that are defects of the program
     */
    public FailureMapping(Function<Exception, String> words, Consumer<Throwable> unexpected) {
        this.words = words;
        this.unexpected = unexpected;
    }

    /** Returns the problem of a failure. A defect is reported, and not described to the caller. */
    public ProblemDetails of(Exception e) {
        return switch (e) {
            case ConflictException conflict -> of(conflict);
            case AmbiguousIdException several ->
                problem(409, "ambiguous_id", e).with("matches", several.toJson(CANDIDATES));
            case OperationRunningException busy ->
                problem(409, "operation_running", e)
                        .with("operation", busy.running().id());
            case StoreLockedException _ -> problem(503, "locked", e);
            case HostStoppingException _ -> problem(503, "stopping", e);
            case NoSuchStoreException _ -> problem(404, "no_such_store", e);
            case NoStoreException _ -> problem(404, "no_store", e);
            case NoSuchItemException _ -> problem(404, "no_such_item", e);
            case NoSuchVersionException _ -> problem(404, "no_such_version", e);
            case NoSuchRunException _ -> problem(404, "no_such_run", e);
            case NoSuchAlertException _ -> problem(404, "no_such_alert", e);
            case NoSnapshotException _ -> problem(404, "no_such_snapshot", e);
            case NoSuchSuggestionException _ -> problem(409, "no_such_suggestion", e);
            case NoSuchAgentException _ -> problem(404, "no_such_agent", e);
            case SeveralIdsException _ -> problem(409, "ambiguous_id", e);
            case PinnedItemException _ -> problem(409, "pinned", e);
            case NotUndoableException _ -> problem(409, "not_undoable", e);
            case DeclinedException _ -> problem(409, "declined", e);
            case UnsupportedByStoreException _ -> problem(409, "unsupported", e);
            case ReadOnlyStoreException _ -> problem(403, "read_only_store", e);
            case InvalidItemException _ -> problem(422, "invalid_item", e);
            case ConfigurationException _ -> problem(500, "configuration", e);
            case InvalidRequestException _ -> problem(400, "usage", e);
            case QuerySyntaxException _ -> problem(400, "usage", e);
            case IOException _ -> problem(500, "failed", e);
            default -> {
                unexpected.accept(e);
                yield new ProblemDetails(500, "internal", "internal error; the log of aml has the details");
            }
        };
    }

    /** Reports a failure that no caller waits for. */
    public void report(Throwable e) {
        unexpected.accept(e);
    }

    private ProblemDetails problem(int status, String error, Exception e) {
        return new ProblemDetails(
                status,
                error,
                e instanceof IOException ? words.apply(e) : Printable.of(String.valueOf(e.getMessage())));
    }

    private static ProblemDetails of(ConflictException conflict) {
        return new ProblemDetails(
                        409, "conflict", Printable.of(String.valueOf(conflict.getMessage())) + "; nothing was changed")
                .with("current", conflict.currentToJson());
    }
}

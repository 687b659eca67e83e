package loom.aml.server.rest;

import java.io.IOException;
import java.util.function.Function;
import loom.aml.app.UnsupportedByStoreException;
import loom.aml.app.backup.NoSuchAgentException;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.PinnedItemException;
import loom.aml.app.item.SeveralIdsException;
import loom.aml.app.monitor.NoSuchAlertException;
import loom.aml.app.run.DeclinedException;
import loom.aml.backup.NoSnapshotException;
import loom.aml.config.ConfigurationException;
import loom.aml.edit.InvalidItemException;
import loom.aml.io.Printable;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.NoStoreException;
import loom.aml.store.ReadOnlyStoreException;

/** Converts the failures of use cases to problems. */
final class Problems {
    private static final int CANDIDATES = 20;
    private static final String RETRY_SECONDS = "5";

    private final Function<Exception, String> words;

    /** @param words describes a failure for people */
    Problems(Function<Exception, String> words) {
        this.words = words;
    }

    /** Returns whether the program should have known better. */
    static boolean isUnexpected(Exception e) {
        return e instanceof RuntimeException && !(e instanceof IllegalArgumentException);
    }

    Problem of(Exception e) {
        return switch (e) {
            case Problem problem -> problem;
            case HttpFailure failure -> of(failure);
            case ConflictException conflict -> of(conflict);
            case AmbiguousIdException several ->
                problem(409, "ambiguous_id", e).with("matches", several.toJson(CANDIDATES));
            case OperationRunningException busy ->
                problem(409, "operation_running", e)
                        .with("operation", busy.running().id())
                        .withHeader(
                                "Location",
                                RestEndpoint.operation(busy.running().id()));
            case StoreLockedException _ -> problem(503, "locked", e).withHeader("Retry-After", RETRY_SECONDS);
            case NoSuchStoreException _ -> problem(404, "no_such_store", e);
            case NoStoreException _ -> problem(404, "no_store", e);
            case NoSuchItemException _ -> problem(404, "no_such_item", e);
            case NoSuchAlertException _ -> problem(404, "no_such_alert", e);
            case NoSnapshotException _ -> problem(404, "no_such_snapshot", e);
            case NoSuchAgentException _ -> problem(404, "no_such_agent", e);
            case SeveralIdsException _ -> problem(409, "ambiguous_id", e);
            case PinnedItemException _ -> problem(409, "pinned", e);
            case NotUndoableException _ -> problem(409, "not_undoable", e);
            case DeclinedException _ -> problem(409, "declined", e);
            case UnsupportedByStoreException _ -> problem(409, "unsupported", e);
            case ReadOnlyStoreException _ -> problem(403, "read_only_store", e);
            case InvalidItemException _ -> problem(422, "invalid_item", e);
            case ConfigurationException _ -> problem(500, "configuration", e);
            case IllegalArgumentException _ -> problem(400, "usage", e);
            case IOException _ -> problem(500, "failed", e);
            default -> new Problem(500, "internal", "internal error; the log of aml has the details");
        };
    }

    private Problem problem(int status, String error, Exception e) {
        return new Problem(
                status,
                error,
                e instanceof IOException ? words.apply(e) : Printable.of(String.valueOf(e.getMessage())));
    }

    /** A conflict with a revision that the request named is a failed precondition. */
    private static Problem of(ConflictException conflict) {
        Problem problem = new Problem(
                412, "conflict", Printable.of(String.valueOf(conflict.getMessage())) + "; nothing was changed");
        conflict.current()
                .ifPresent(
                        now -> problem.withHeader("ETag", '"' + now.revision().toString() + '"'));
        return problem.with("current", conflict.currentToJson());
    }

    /** Returns a refusal of the guard or the host as a problem. */
    static Problem of(HttpFailure failure) {
        Problem problem = new Problem(failure.status(), word(failure.status()), Printable.of(failure.message()));
        failure.headers().forEach(problem::withHeader);
        return problem;
    }

    private static String word(int status) {
        return switch (status) {
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 413 -> "too_large";
            case 415 -> "unsupported_media_type";
            case 429 -> "too_many_requests";
            case 400 -> "usage";
            default -> "internal";
        };
    }
}

package loom.aml.server.page;

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
import loom.aml.edit.InvalidItemException;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.NoStoreException;
import loom.aml.store.ReadOnlyStoreException;

/** Converts the failures of use cases to statuses of HTTP. */
final class PageFailures {
    private PageFailures() {}

    /** Returns whether the program should have known better. */
    static boolean isUnexpected(Exception e) {
        return e instanceof RuntimeException && !(e instanceof IllegalArgumentException);
    }

    static HttpFailure of(Exception e, Function<Exception, String> words) {
        int status = statusOf(e);
        String message = isUnexpected(e)
                ? "internal error; the log of aml has the details"
                : e instanceof IOException ? words.apply(e) : String.valueOf(e.getMessage());
        return new HttpFailure(status, e instanceof ConflictException ? message + "; nothing was changed" : message);
    }

    private static int statusOf(Exception e) {
        return switch (e) {
            case NoSuchStoreException _ -> 404;
            case NoStoreException _ -> 404;
            case NoSuchItemException _ -> 404;
            case NoSuchAlertException _ -> 404;
            case NoSnapshotException _ -> 404;
            case NoSuchAgentException _ -> 404;
            case ConflictException _ -> 409;
            case AmbiguousIdException _ -> 409;
            case SeveralIdsException _ -> 409;
            case PinnedItemException _ -> 409;
            case NotUndoableException _ -> 409;
            case DeclinedException _ -> 409;
            case OperationRunningException _ -> 409;
            case UnsupportedByStoreException _ -> 409;
            case ReadOnlyStoreException _ -> 403;
            case InvalidItemException _ -> 422;
            case StoreLockedException _ -> 503;
            case IllegalArgumentException _ -> 400;
            default -> 500;
        };
    }
}

package loom.aml.app;

import java.util.Locale;
import loom.aml.app.item.ConflictException;
import loom.aml.edit.InvalidItemException;
import loom.aml.json.JsonObject;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.NoStoreException;

/** Why a use case has no result: a stable word and a number, which is the exit code of the command line. */
public enum Failure {
    FAILED(1),
    USAGE(2),
    NO_STORE(4),
    LOCKED(5),
    CONFLICT(6);

    private final int number;

    Failure(int number) {
        this.number = number;
    }

    /** Returns the kind of an exception that a use case threw. */
    public static Failure of(Exception e) {
        return switch (e) {
            case NoStoreException _ -> NO_STORE;
            case StoreLockedException _ -> LOCKED;
            case ConflictException _ -> CONFLICT;
            case InvalidItemException _ -> USAGE;
            case IllegalArgumentException _ -> USAGE;
            default -> FAILED;
        };
    }

    /** Starts the document that replaces a result. */
    public JsonObject.Builder document(String message) {
        return document(name(), number, message);
    }

    /**
     * Starts the document that replaces a result.
     *
     * @param name the name of an exit code, of which the document has the lower case
     */
    public static JsonObject.Builder document(String name, int number, String message) {
        return JsonObject.builder()
                .put("error", name.toLowerCase(Locale.ROOT))
                .put("message", message)
                .put("exit_code", number);
    }
}

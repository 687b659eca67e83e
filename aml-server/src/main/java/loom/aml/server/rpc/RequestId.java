package loom.aml.server.rpc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names a request among those that are not answered yet. 1 and "1" are different ids.
 *
 * @param value a string or a long
 */
public record RequestId(Object value) {
    public RequestId {
        if (!(value instanceof String || value instanceof Long)) {
            throw new IllegalArgumentException("an id is a string or a whole number: " + value);
        }
    }

    /** Returns a JSON value as an id, or nothing if it is neither a string nor a whole number. */
    public static Optional<RequestId> of(@Nullable Object value) {
        return value instanceof String || value instanceof Long ? Optional.of(new RequestId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

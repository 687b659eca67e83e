package loom.aml.server.rpc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a pending request. 1 and "1" are different ids.
 *
 * @param value a string or a long
 */
public record RequestId(Object value) {
    public RequestId {
        if (!(value instanceof String || value instanceof Long)) {
            throw new IllegalArgumentException("an id is a string or a whole number: " + value);
        }
    }

    /** Converts a JSON value to an id; empty if it is neither a string nor an integer. */
    public static Optional<RequestId> of(@Nullable Object value) {
        return value instanceof String || value instanceof Long ? Optional.of(new RequestId(value)) : Optional.empty();
    }

    /** Explicit, like {@link #hashCode}: those of records are linked at the first call, which would delay the first answer. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestId id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

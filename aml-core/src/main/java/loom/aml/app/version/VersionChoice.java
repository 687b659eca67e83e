package loom.aml.app.version;

import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a version of an item in a request.
 *
 * @param text {@code now}, the name of a version, or the id of a run or a snapshot, each or its first characters
 * @param time the time that the text is; empty if it is not a time
 */
public record VersionChoice(String text, Optional<Instant> time) {
    /** The present state. */
    public static final String NOW = "now";

    /** Returns a choice that is not a time. */
    public static VersionChoice of(String text) {
        return new VersionChoice(text, Optional.empty());
    }
}

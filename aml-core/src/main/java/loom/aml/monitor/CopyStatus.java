package loom.aml.monitor;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of a copy of the backups in a configured place.
 *
 * @param place a folder or the address of an object store
 * @param complete when the copy last had everything; empty if that is not known
 * @param failure the reason why the last attempt was not complete; empty if it was complete, or before the first attempt
 */
public record CopyStatus(String place, Optional<Instant> complete, Optional<String> failure) {}

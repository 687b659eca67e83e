package loom.aml.store.file;

import java.nio.file.Path;
import java.time.Instant;
import loom.aml.io.Checksum;
import loom.aml.io.FileState;
import loom.aml.store.FileOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A change of one file of which everything but the last step is durable.
 *
 * @param target the file that is changed
 * @param state the version that the change was made from
 * @param readAt the latest time at which that version was examined
 * @param before the content of that version; null if it did not exist
 * @param staged the next version; null for a removal
 * @param stagedState the expected state of a staged file that is not aml's own; null for aml's own
 * @param after the next content; null for a removal
 * @param archive the archive of the originals; null if nothing was archived
 * @param outcome the outcome if the change is made
 */
record Prepared(
        Path target,
        FileState state,
        Instant readAt,
        Checksum.@Nullable Content before,
        @Nullable Path staged,
        @Nullable FileState stagedState,
        Checksum.@Nullable Content after,
        @Nullable String archive,
        FileOutcome outcome) {

    /** Returns whether the staged file is aml's own, so that it must be removed if the change is not made. */
    boolean ownsStaged() {
        return staged != null && stagedState == null;
    }
}

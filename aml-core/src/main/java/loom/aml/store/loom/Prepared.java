package loom.aml.store.loom;

import java.nio.file.Path;
import java.time.Instant;
import loom.aml.io.Checksum;
import loom.aml.io.FileState;
import loom.aml.store.FileOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A change of one file of which everything is durable but the last step.
 *
 * @param target the file that is changed
 * @param state the version of it that the change was made from
 * @param readAt when that version was looked at, at the latest
 * @param before what that version holds; null if there was none
 * @param staged what it is to become; null if it is to be gone
 * @param stagedState the state of a staged file that is not our own and must not have changed; null for our own
 * @param after what it will hold; null if it is to be gone
 * @param archive the archive of what leaves; null if nothing does
 * @param outcome what came of it once it is done
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

    /** Whether the staged file is one of ours, to be removed if the change is not made. */
    boolean ownsStaged() {
        return staged != null && stagedState == null;
    }
}

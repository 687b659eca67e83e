package loom.aml.store.file;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import loom.aml.io.Checksum;
import loom.aml.io.FileState;
import loom.aml.store.ChangeLog;
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
 * @param parts the entries of the change in the record of the run, in their order
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
        FileOutcome outcome,
        List<Part> parts) {
    /**
     * A part of the change, which the record of the run lists as a change of its own.
     *
     * @param archive the archive of its originals; null if nothing was archived
     */
    record Part(@Nullable String archive, FileOutcome outcome) {}

    Prepared {
        parts = List.copyOf(parts);
    }

    /** Creates a change that is recorded as one. */
    Prepared(
            Path target,
            FileState state,
            Instant readAt,
            Checksum.@Nullable Content before,
            @Nullable Path staged,
            @Nullable FileState stagedState,
            Checksum.@Nullable Content after,
            @Nullable String archive,
            FileOutcome outcome) {
        this(
                target,
                state,
                readAt,
                before,
                staged,
                stagedState,
                after,
                archive,
                outcome,
                List.of(new Part(archive, outcome)));
    }

    /** Returns the names of all archives. */
    List<String> archives() {
        return parts.stream().map(Part::archive).filter(Objects::nonNull).toList();
    }

    /** Returns who made the change, for the journal. Several parts are listed like the changes of several runs. */
    List<ChangeLog.Participant> participants(ChangeLog log) {
        return parts.size() == 1
                ? log.participants()
                : parts.stream()
                        .map(part -> new ChangeLog.Participant(log.run(), part.archive, part.outcome.toJson()))
                        .toList();
    }

    /** Returns whether the staged file is aml's own, so that it must be removed if the change is not made. */
    boolean ownsStaged() {
        return staged != null && stagedState == null;
    }
}

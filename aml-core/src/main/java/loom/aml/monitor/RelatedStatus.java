package loom.aml.monitor;

import java.util.List;
import java.util.Optional;

/**
 * The state of backups, index and queries of a store. Empty values are unknown.
 *
 * @param backup the state of its backups
 * @param index the state of its index
 * @param queries statistics of queries
 * @param copies the state of the copies of the backups in the configured places, in their order
 */
public record RelatedStatus(
        Optional<BackupStatus> backup,
        Optional<IndexStatus> index,
        Optional<QueryStatus> queries,
        Optional<List<CopyStatus>> copies) {

    /** All values are unknown. */
    public static final RelatedStatus UNKNOWN =
            new RelatedStatus(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public RelatedStatus {
        copies = copies.map(List::copyOf);
    }
}

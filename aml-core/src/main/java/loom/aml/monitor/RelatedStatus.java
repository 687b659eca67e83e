package loom.aml.monitor;

import java.util.Optional;

/**
 * What lies around a store, supplied by whoever knows it. What nobody supplies is unknown.
 *
 * @param backup how its backups stand
 * @param index how its index stands
 * @param queries how queries went
 */
public record RelatedStatus(Optional<BackupStatus> backup, Optional<IndexStatus> index, Optional<QueryStatus> queries) {

    /** Nothing is known. */
    public static final RelatedStatus UNKNOWN = new RelatedStatus(Optional.empty(), Optional.empty(), Optional.empty());
}

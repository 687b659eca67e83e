package loom.aml.app.maintain;

import loom.aml.backup.repack.RepackPolicy;
import loom.aml.index.IndexDocuments;

/**
 * When defragmentation pays.
 *
 * @param backups when it pays to repack a generation of snapshots
 * @param minDeleted the least number of deleted documents for which the index is rebuilt
 * @param minDeletedShare the least share of deleted documents, of all documents
 */
public record DefragPolicy(RepackPolicy backups, int minDeleted, double minDeletedShare) {
    public static final DefragPolicy DEFAULT = new DefragPolicy(RepackPolicy.DEFAULT, 1000, 0.3);

    boolean isRebuildWorthIt(IndexDocuments index) {
        return index.deleted() >= minDeleted
                && index.deleted() >= minDeletedShare * (index.used() + (double) index.deleted());
    }
}

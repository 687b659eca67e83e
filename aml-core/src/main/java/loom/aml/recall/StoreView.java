package loom.aml.recall;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/** The files of a store at the time of one listing. */
final class StoreView {
    private final long at;
    private final Map<CollectionFile, WatchedCollection> files;
    private final List<WatchedCollection> unknown;
    private final List<Finding> unseen;

    /** All ids; null until first needed. */
    private volatile @Nullable IdSet ids;

    /**
     * @param at when the store was listed, in nanoseconds of the watch's clock
     * @param unknown files whose ids the filter does not contain completely
     * @param unseen directories that could not be listed, whose content is unknown
     * @param ids all ids, if already collected
     */
    StoreView(
            long at,
            Map<CollectionFile, WatchedCollection> files,
            List<WatchedCollection> unknown,
            List<Finding> unseen,
            @Nullable IdSet ids) {
        this.at = at;
        this.files = files;
        this.unknown = unknown;
        this.unseen = unseen;
        this.ids = ids;
    }

    /** Returns the same view for a filter that contains every id. */
    StoreView known() {
        return new StoreView(at, files, List.of(), unseen, ids);
    }

    long at() {
        return at;
    }

    Map<CollectionFile, WatchedCollection> files() {
        return files;
    }

    /** Returns the files whose ids the filter does not contain completely. */
    List<WatchedCollection> unknown() {
        return unknown;
    }

    /**
     * Checks that the directory of an agent was listed.
     *
     * @throws IOException if it could not be listed
     */
    void requireSeen(String agent) throws IOException {
        for (Finding finding : unseen) {
            if (finding.where().equals(agent) && finding.kind() != Finding.Kind.CHANGED) {
                throw new IOException(agent + " cannot be listed: " + finding.what() + "; " + finding.advice());
            }
        }
    }

    /** Returns all ids if they were already collected; null otherwise. */
    @Nullable
    IdSet idsIfKnown() {
        return ids;
    }

    /** Returns all ids; the first call collects them. */
    IdSet ids() {
        IdSet all = ids;
        if (all == null) {
            synchronized (this) {
                all = ids;
                if (all == null) {
                    all = IdSet.of(files.values());
                    ids = all;
                }
            }
        }
        return all;
    }
}

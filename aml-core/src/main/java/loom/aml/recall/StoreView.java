package loom.aml.recall;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/** The files of a store as they were seen at one time. */
final class StoreView {
    private final long at;
    private final Map<CollectionFile, WatchedCollection> files;
    private final List<WatchedCollection> unknown;
    private final List<Finding> unseen;

    /** All ids; null until they are first needed. */
    private volatile @Nullable IdSet ids;

    /**
     * @param at when the store was listed, in nanoseconds of the clock of the watch
     * @param unknown files of which the filter does not know every id
     * @param unseen directories that could not be listed, and may hold anything
     * @param ids all ids, if they are known already
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

    /** Returns the same view for a filter that knows every id. */
    StoreView known() {
        return new StoreView(at, files, List.of(), unseen, ids);
    }

    long at() {
        return at;
    }

    Map<CollectionFile, WatchedCollection> files() {
        return files;
    }

    /** Returns the files of which the filter does not know every id. */
    List<WatchedCollection> unknown() {
        return unknown;
    }

    /**
     * Checks that the directory of an agent was listed.
     *
     * @throws IOException if it could not be
     */
    void requireSeen(String agent) throws IOException {
        for (Finding finding : unseen) {
            if (finding.where().equals(agent) && finding.kind() != Finding.Kind.CHANGED) {
                throw new IOException(agent + " cannot be listed: " + finding.what() + "; " + finding.advice());
            }
        }
    }

    /** Returns all ids if they were collected before; null otherwise. */
    @Nullable
    IdSet idsIfKnown() {
        return ids;
    }

    /** Returns all ids. The first call collects them. */
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

package loom.aml.recall;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Adds the ids of changed files to a filter. The cost depends on the size of these files, not of the store. */
final class IdsOfFiles {
    private final KnownIds known;

    IdsOfFiles(KnownIds known) {
        this.known = known;
    }

    /**
     * Returns a filter that also contains the ids of the changed files. Files that no longer exist are removed from its
     * list.
     *
     * @param changed files whose current version the filter does not contain
     * @param all every file of the store
     */
    KnownIds with(Collection<WatchedCollection> changed, Collection<WatchedCollection> all) {
        ExistenceFilter filter = known.filter();
        Map<String, String> versions = new HashMap<>();
        for (WatchedCollection file : all) {
            if (known.covers(file.file(), file.listed())) {
                versions.put(file.file().path(), file.listed().text());
            }
        }
        for (WatchedCollection file : changed) {
            filter = added(file, filter, versions);
        }
        return filter.isFull() ? rebuilt(all) : new KnownIds(filter, versions);
    }

    private static KnownIds rebuilt(Collection<WatchedCollection> all) {
        long items = 0;
        for (WatchedCollection file : all) {
            items += size(file);
        }
        ExistenceFilter filter = ExistenceFilter.forItems(items);
        Map<String, String> versions = new HashMap<>();
        for (WatchedCollection file : all) {
            filter = added(file, filter, versions);
        }
        return new KnownIds(filter, versions);
    }

    private static long size(WatchedCollection file) {
        try {
            return file.table().size();
        } catch (IOException e) {
            // The file cannot be read.
            return 0;
        }
    }

    private static ExistenceFilter added(WatchedCollection file, ExistenceFilter filter, Map<String, String> versions) {
        try {
            long[] ids = file.table().idHashes();
            // A file that can still change without a change of its state is read again later.
            if (file.isSettled()) {
                versions.put(file.file().path(), file.listed().text());
            }
            return filter.with(ids);
        } catch (IOException e) {
            return filter;
        }
    }
}

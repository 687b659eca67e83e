package loom.aml.recall;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Brings a filter up to date with files that changed: their ids are added, which costs what they hold, not what the store holds. */
final class IdsOfFiles {
    private final KnownIds known;

    IdsOfFiles(KnownIds known) {
        this.known = known;
    }

    /**
     * A filter that knows the changed files as well, and no file that is gone as one that it knows.
     *
     * @param changed files that it does not know as they are
     * @param all every file of the store
     */
    KnownIds with(Collection<WatchedCollection> changed, Collection<WatchedCollection> all) {
        ExistenceFilter filter = known.filter();
        Map<String, String> versions = new HashMap<>();
        for (WatchedCollection file : all) {
            if (known.covers(file.file(), file.listed())) {
                versions.put(file.file().path(), KnownIds.versionOf(file.listed()));
            }
        }
        for (WatchedCollection file : changed) {
            filter = added(file, filter, versions);
        }
        return filter.isFull() ? anew(all) : new KnownIds(filter, versions);
    }

    private static KnownIds anew(Collection<WatchedCollection> all) {
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
            // Nothing is known of it.
            return 0;
        }
    }

    private static ExistenceFilter added(WatchedCollection file, ExistenceFilter filter, Map<String, String> versions) {
        try {
            long[] ids = file.table().idHashes();
            // What may still change without its state showing it is looked at again.
            if (file.isSettled()) {
                versions.put(file.file().path(), KnownIds.versionOf(file.listed()));
            }
            return filter.with(ids);
        } catch (IOException e) {
            return filter;
        }
    }
}

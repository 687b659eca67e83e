package loom.aml.store.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.item.Fingerprint;
import loom.aml.item.FingerprintTable;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.FormerItem;
import org.jspecify.annotations.Nullable;

/**
 * The archived originals of the items that a run transformed in a collection. An item that changed since is found by
 * its id, unless several items with that id were transformed from different shapes. Takes about 40 bytes per item;
 * former bytes are read on demand, in the former order of the items.
 */
final class OriginalVersions implements AutoCloseable {
    private final List<String> shapes = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final FingerprintTable untouched = new FingerprintTable();
    private final FingerprintTable byId = new FingerprintTable();
    private final Set<Long> ambiguous = new HashSet<>();
    private final ArchiveReader<FormerItem> originals;

    OriginalVersions(Archive archive, String name) throws IOException {
        try (ArchiveReader<FormerItem> items = archive.transformed(name)) {
            for (FormerItem item = items.next(); item != null; item = items.next()) {
                add(item);
            }
        }
        this.originals = archive.transformed(name);
    }

    private void add(FormerItem item) {
        int shape = numbers.computeIfAbsent(item.was(), was -> {
            shapes.add(was);
            return shapes.size() - 1;
        });
        untouched.putIfAbsent(item.now(), shape);
        long id = item.now().id();
        if (id != 0) {
            byId.putIfAbsent(ofId(id), shape);
            if (byId.get(ofId(id)) != shape) {
                ambiguous.add(id);
            }
        }
    }

    private static Fingerprint ofId(long id) {
        return new Fingerprint(id, 0);
    }

    /** Returns the former shape of an item that is as the run left it; null for other items. */
    @Nullable
    String ofUntouched(Fingerprint whole) {
        int shape = untouched.get(whole);
        return shape < 0 ? null : shapes.get(shape);
    }

    /** Returns the former shape of an item that changed since; null if the run did not transform it. */
    @Nullable
    String ofChanged(long id) {
        int shape = id == 0 || ambiguous.contains(id) ? -1 : byId.get(ofId(id));
        return shape < 0 ? null : shapes.get(shape);
    }

    /**
     * Returns the former bytes of an unchanged item, if they are archived and items are requested in their former
     * order; else null.
     */
    byte @Nullable [] original(Fingerprint whole) throws IOException {
        for (FormerItem item = originals.next(); item != null; item = originals.next()) {
            if (item.now().equals(whole)) {
                return item.original().orElse(null);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        originals.close();
    }
}

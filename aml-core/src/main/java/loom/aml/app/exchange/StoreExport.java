package loom.aml.app.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.exchange.HistoryFile;
import loom.aml.exchange.Reading;
import loom.aml.exchange.StoreReading;
import loom.aml.exchange.Tombstone;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectReader;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;

/** Reads an open store as a source. */
public final class StoreExport {
    private static final List<String> FOLDERS = List.of("runs/", "archives/");

    private StoreExport() {}

    /** Returns the items of a store. */
    public static Reading of(OpenStore opened) throws IOException {
        return StoreReading.of(opened.store(), Selection.ALL).reading(opened.location());
    }

    /** Returns the items of a store, those that were removed from it, and the records and archives of its runs. */
    public static Reading withHistory(OpenStore opened) throws IOException {
        MemoryStore store = opened.store();
        Reading present = of(opened);
        List<Finding> findings = new ArrayList<>(present.findings());
        Set<String> homes = new HashSet<>();
        present.items().forEach(item -> homes.add(item.home()));
        List<Tombstone> tombstones = RemovedBefore.of(store, findings).values().stream()
                .filter(each -> !homes.contains(each.home()))
                .toList();
        return new Reading(
                present.format(),
                present.place(),
                present.items(),
                tombstones,
                history(store),
                present.losses(),
                findings);
    }

    private static List<HistoryFile> history(MemoryStore store) throws IOException {
        BackupTarget target =
                LocalTarget.beside(store.place().disk(), store.place().beside());
        List<HistoryFile> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            for (BackupTarget.Stored stored : target.list(folder)) {
                if (stored.isObject()) {
                    try (ObjectReader object = target.open(stored.name());
                            InputStream in = object.stream()) {
                        files.add(new HistoryFile(stored.name(), in.readAllBytes()));
                    }
                }
            }
        }
        return files;
    }
}

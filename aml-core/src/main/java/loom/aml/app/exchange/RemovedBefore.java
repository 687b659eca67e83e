package loom.aml.app.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.StoreReading;
import loom.aml.exchange.Tombstone;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.run.History;
import loom.aml.run.Undo;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Reason;
import loom.aml.store.StoredItem;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** The items that runs removed from a store, according to their archives. Undone runs removed nothing. */
final class RemovedBefore {
    private final MemoryStore store;
    private final ExchangeFormat format;
    private final List<Finding> findings;
    private final Map<String, Tombstone> tombstones = new LinkedHashMap<>();

    private RemovedBefore(MemoryStore store, List<Finding> findings) {
        this.store = store;
        this.format = StoreReading.formatOf(store);
        this.findings = findings;
    }

    /**
     * Returns the removals by the name of the item. It may be in the store again.
     *
     * @param findings receives the archives that cannot be read
     */
    static Map<String, Tombstone> of(MemoryStore store, List<Finding> findings) throws IOException {
        RemovedBefore removed = new RemovedBefore(store, findings);
        List<RunRecord> runs = new History(store).runs();
        Set<String> undone = History.undone(runs);
        for (RunRecord run : runs.reversed()) {
            // An undo takes back what its run added; that run can be repeated.
            if (!undone.contains(run.run()) && !run.operation().equals(Undo.OPERATION)) {
                removed.add(run);
            }
        }
        return removed.tombstones;
    }

    private void add(RunRecord run) {
        for (Commit commit : run.commits()) {
            if (!(commit instanceof Commit.ItemsRemoved items)) {
                continue;
            }
            Optional<CollectionFile> file = CollectionFile.ofPath(items.facts().path());
            try (ArchiveReader<JsonObject> removed = new Archive(LogFolder.of(store.place()), run.run())
                    .removed(items.archived().name())) {
                for (JsonObject entry = removed.next(); entry != null; entry = removed.next()) {
                    if (file.isPresent() && !entry.string("reason").orElse("").equals(Reason.DUPLICATE.word())) {
                        add(run, file.get(), entry);
                    }
                }
            } catch (IOException e) {
                findings.add(Finding.of(
                        Finding.Kind.UNREADABLE,
                        "run " + run.run(),
                        "its archive cannot be read: " + e.getMessage(),
                        "items that it removed are not recognised"));
            }
        }
    }

    private void add(RunRecord run, CollectionFile file, JsonObject entry) throws DamagedException {
        byte[] text = entry.string("item").orElse("").getBytes(StandardCharsets.UTF_8);
        Item item = Item.alone(text, file.kind());
        if (item.id() == null || item.id().isEmpty()) {
            return;
        }
        String home = StoreReading.held(StoredItem.of(file.agent(), item), format)
                .item()
                .home();
        tombstones.put(
                home,
                new Tombstone(
                        home,
                        entry.string("rule").orElse(""),
                        run.startedAt().map(Object::toString).orElse(""),
                        run.run()));
    }
}

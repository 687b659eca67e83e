package loom.aml.app.version;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.recall.Lookup;
import loom.aml.run.History;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoredItem;
import loom.aml.store.graph.LineStep;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** Finds the one item whose id equals or begins with the given text, among the present items or else among the removed ones. */
public final class FindPastItem {
    private final OpenStore opened;

    public FindPastItem(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * Returns the key of the item.
     *
     * @throws NoSuchItemException if neither the store nor an archive or snapshot that can be read has the item
     * @throws AmbiguousIdException if several have such an id
     */
    public ItemKey run(FindItem.Request request) throws IOException, NoSuchItemException, AmbiguousIdException {
        FindItem.Result present;
        try {
            present = new FindItem(opened).run(request);
        } catch (NoSuchItemException e) {
            return past(request).orElseThrow(() -> e);
        }
        // The id of an item that another one absorbed leads to that one, but it has a history of its own.
        return present.found().formerly().isEmpty()
                ? present.item().key()
                : past(request).orElse(present.item().key());
    }

    private Optional<ItemKey> past(FindItem.Request request) throws IOException, AmbiguousIdException {
        Map<ItemKey, Lookup.Found> found = new HashMap<>();
        for (RunRecord run : new History(opened.store()).runs()) {
            removed(run, request, found);
        }
        if (found.isEmpty()) {
            inSnapshots(request, found);
        }
        List<Lookup.Found> exact = found.values().stream()
                .filter(one -> one.id().equals(request.id()))
                .toList();
        List<Lookup.Found> best = exact.isEmpty() ? List.copyOf(found.values()) : exact;
        if (best.size() > 1) {
            throw new AmbiguousIdException(request.id(), best);
        }
        return best.stream().map(one -> one.item().key()).findFirst();
    }

    private void removed(RunRecord run, FindItem.Request request, Map<ItemKey, Lookup.Found> found) {
        Archive archive = new Archive(LogFolder.of(opened.store().place()), run.run());
        for (Commit commit : run.commits()) {
            Optional<CollectionFile> file = CollectionFile.ofPath(commit.path()).filter(request.within()::includes);
            if (file.isEmpty()) {
                continue;
            }
            try {
                switch (commit) {
                    case Commit.ItemsRemoved items -> {
                        for (byte[] item : removedBy(archive, items, request.id())) {
                            add(file.get(), item, found);
                        }
                    }
                    case Commit.FileReplaced whole -> {
                        MemoryStore former = PastStore.of(
                                opened.store(),
                                commit.path(),
                                archive,
                                whole.archived().name());
                        addAll(Lookup.of(former, request.within(), request.id()), found);
                    }
                    case Commit.LinesEdited lines -> {
                        for (JsonObject edit : lines.edits()) {
                            Optional<byte[]> line = LineStep.removed(edit);
                            if (line.isPresent() && idOf(line.get()).startsWith(request.id())) {
                                add(file.get(), line.get(), found);
                            }
                        }
                    }
                    default -> {
                        // It removed no item.
                    }
                }
            } catch (IOException e) {
                // A finding of the versions of the item, once it is found elsewhere.
            }
        }
    }

    private static List<byte[]> removedBy(Archive archive, Commit.ItemsRemoved items, String id) throws IOException {
        List<byte[]> removed = new ArrayList<>();
        try (ArchiveReader<JsonObject> entries =
                archive.removed(items.archived().name())) {
            for (JsonObject entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.string("id").filter(own -> own.startsWith(id)).isPresent()) {
                    removed.add(entry.string("item").orElse("").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return removed;
    }

    private static String idOf(byte[] item) throws IOException {
        return JsonObject.parse(item).string("id").orElse("");
    }

    private static void add(CollectionFile file, byte[] text, Map<ItemKey, Lookup.Found> found)
            throws DamagedException {
        Item item = Item.alone(text, file.kind());
        if (item.id() != null) {
            StoredItem stored = StoredItem.of(file.agent(), item);
            found.putIfAbsent(stored.key(), new Lookup.Found(file, 0, stored));
        }
    }

    /** Items that other programs removed are in snapshots only. */
    private void inSnapshots(FindItem.Request request, Map<ItemKey, Lookup.Found> found) throws IOException {
        try (Backup backup = Backup.of(opened.store().place(), opened.random())) {
            for (Manifest manifest : new Snapshots(backup.repository()).list().reversed()) {
                addAll(
                        Lookup.of(
                                PastStore.of(opened.store(), backup.repository(), manifest),
                                request.within(),
                                request.id()),
                        found);
                if (!found.isEmpty()) {
                    return;
                }
            }
        }
    }

    private static void addAll(Lookup lookup, Map<ItemKey, Lookup.Found> found) {
        lookup.found().stream()
                .filter(one -> one.formerly().isEmpty())
                .forEach(one -> found.putIfAbsent(one.item().key(), one));
    }
}

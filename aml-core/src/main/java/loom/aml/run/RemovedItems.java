package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Insertion;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** The items that a run removed, read from its archives for display. */
public final class RemovedItems {
    private RemovedItems() {}

    /**
     * A removed item.
     *
     * @param collection the agent and the kind: {@code debugger/pattern}
     * @param id its id; empty if it has none
     * @param title its title; empty if it has none
     */
    public record Removed(String collection, Optional<String> id, String title) {}

    /**
     * Reads the first items that a run removed.
     *
     * @param limit the maximum number of items
     */
    public static List<Removed> of(MemoryStore store, RecordedRun run, int limit) throws IOException {
        List<Removed> removed = new ArrayList<>();
        for (RunRecord part : run.undoable()) {
            Archive archive = new Archive(LogFolder.of(store.place()), part.run());
            for (Commit commit : part.commits()) {
                Optional<CollectionFile> file =
                        CollectionFile.ofPath(commit.facts().path());
                if (commit instanceof Commit.ItemsRemoved items && file.isPresent() && removed.size() < limit) {
                    read(archive.items(items.archived().name()), file.get(), limit, removed);
                }
            }
        }
        return removed;
    }

    private static void read(CollectionChange.Insertions archive, CollectionFile file, int limit, List<Removed> removed)
            throws IOException {
        try (CollectionChange.Insertions.Source source = archive.open()) {
            for (Insertion next = source.next(); next != null && removed.size() < limit; next = source.next()) {
                Item item = Item.alone(next.text(), file.kind());
                removed.add(new Removed(
                        file.agent() + "/" + file.kind().word(), Optional.ofNullable(next.id()), ItemTitle.of(item)));
            }
        }
    }
}

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

/**
 * The items that a run removed, read from its archives for display.
 *
 * @param first the first of them
 * @param count the number of all of them
 */
public record RemovedItems(List<Removed> first, long count) {
    /** Nothing was removed, or the archives cannot be read. */
    public static final RemovedItems NONE = new RemovedItems(List.of(), 0);

    public RemovedItems {
        first = List.copyOf(first);
    }

    /**
     * A removed item.
     *
     * @param collection the agent and the kind: {@code debugger/pattern}
     * @param id its id; empty if it has none
     * @param title its title; empty if it has none
     */
    public record Removed(String collection, Optional<String> id, String title) {}

    /** Returns the number of removed items that are not among the first. */
    public long rest() {
        return count - first.size();
    }

    /**
     * Reads the first items that a run removed, and counts all of them.
     *
     * @param limit the maximum number of items to read
     */
    public static RemovedItems of(MemoryStore store, RecordedRun run, int limit) throws IOException {
        List<Removed> removed = new ArrayList<>();
        long count = 0;
        for (RunRecord part : run.undoable()) {
            Archive archive = new Archive(LogFolder.of(store.place()), part.run());
            for (Commit commit : part.commits()) {
                Optional<CollectionFile> file =
                        CollectionFile.ofPath(commit.facts().path());
                if (commit instanceof Commit.ItemsRemoved items && file.isPresent()) {
                    count += items.facts().removed();
                    if (removed.size() < limit) {
                        read(archive.items(items.archived().name()), file.get(), limit, removed);
                    }
                }
            }
        }
        return new RemovedItems(removed, count);
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

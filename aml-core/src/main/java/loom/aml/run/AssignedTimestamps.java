package loom.aml.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.FormerItem;
import loom.aml.store.log.RunRecord;

/**
 * The items to which aml assigned the timestamp of their file because they had none. It says when the file was written,
 * not how old the item is, so age rules ignore it.
 */
final class AssignedTimestamps {
    private final Map<String, Set<Long>> ids = new HashMap<>();

    /** Reads the former state of items from the archive of a run that completed them. */
    void add(Archive archive, RunRecord run, Commit.ItemsTransformed completed, List<Finding> unreadable) {
        Optional<CollectionFile> file = CollectionFile.ofPath(completed.path());
        if (file.isEmpty()) {
            return;
        }
        Set<Long> here = ids.computeIfAbsent(file.get().collection(), _ -> new HashSet<>());
        try (ArchiveReader<FormerItem> items =
                archive.transformed(completed.archived().name())) {
            for (FormerItem former = items.next(); former != null; former = items.next()) {
                if (former.original().isPresent()
                        && isUndated(
                                Item.alone(former.original().get(), file.get().kind()))) {
                    here.add(former.now().id());
                }
            }
        } catch (IOException e) {
            unreadable.add(Finding.of(
                    Finding.Kind.UNREADABLE,
                    "run " + run.run(),
                    "its archive " + completed.archived().name() + " cannot be read: " + e.getMessage(),
                    "items that got their timestamp from the file in this run are judged by it"));
        }
    }

    private static boolean isUndated(Item item) {
        return !item.isFilled(Field.TIMESTAMP) && item.datedBy() == null;
    }

    /**
     * Returns whether the only known time of an item is one that aml assigned. An item that was used since has its own.
     */
    boolean includes(CollectionFile file, Item item) {
        Set<Long> here = ids.isEmpty() ? null : ids.get(file.collection());
        return here != null
                && here.contains(item.fingerprint().id())
                && item.recordedUse() == null
                && item.timestamp() != null
                && item.timestamp().equals(item.created());
    }
}

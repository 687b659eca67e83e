package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.Encoding;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.merge.combine.MergeReversal;
import loom.aml.store.Cause;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.Precondition;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreListing;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.FormerItem;
import org.jspecify.annotations.Nullable;

/**
 * Undoes edits of single items. An item that is unchanged since the run gets its former content, or is removed if the
 * run added it. From an item that was changed since, only the additions of a merge are removed.
 */
final class EditUndo {
    private EditUndo() {}

    /**
     * An item that the run stored.
     *
     * @param now the fingerprint after its last change in the run
     * @param original its bytes before its first change; null if it did not exist
     * @param merged its bytes after the run if it absorbed others; null otherwise
     */
    private record Edited(Fingerprint now, byte @Nullable [] original, byte @Nullable [] merged) {}

    /**
     * Returns the changes that undo the edits of one collection.
     *
     * @throws UnreadableNowException if the collection cannot be read now
     */
    static List<StoreChange> changes(UndoneRun run, Reversal.RevertEdits reversal) throws IOException {
        MemoryStore store = run.store();
        CollectionFile file = CollectionFile.ofPath(reversal.path())
                .orElseThrow(() -> new IOException(
                        "run " + run.id() + " stored items in " + reversal.path() + ", not a collection"));
        Map<Fingerprint, Edited> edited = new LinkedHashMap<>();
        for (Edited one : edited(run.archive(), reversal)) {
            edited.put(one.now, one);
        }
        StoreListing listing = store.list();
        Selection selection = new Selection(Set.of(file.agent()), EnumSet.of(file.kind()));
        for (ScanResult<Undoing> scanned : store.scan(
                listing,
                selection,
                collection -> collection.file().equals(file)
                        ? new Undoing(collection, edited, run.cause())
                        : new Undoing(collection))) {
            switch (scanned) {
                case ScanResult.LeftAlone<Undoing> unread
                when unread.file().equals(file) -> {
                    throw new UnreadableNowException(List.of(unread.finding()));
                }
                case ScanResult.Read<Undoing> read
                when read.file().equals(file) -> {
                    return read.result().changes(read, run, reversal.isNew());
                }
                default -> {}
            }
        }
        if (!listing.unseen().isEmpty()) {
            throw new UnreadableNowException(listing.unseen());
        }
        run.findings()
                .add(Finding.of(
                        Finding.Kind.CHANGED,
                        reversal.path(),
                        "was removed after the run",
                        "not created again; the former items are in the archive of the run"));
        return List.of();
    }

    private static List<Edited> edited(Archive archive, Reversal.RevertEdits reversal) throws IOException {
        Map<Long, Edited> byId = new LinkedHashMap<>();
        for (Fingerprint added : reversal.added()) {
            byId.put(added.id(), new Edited(added, null, null));
        }
        if (reversal.archive().isPresent()) {
            addReplaced(archive, reversal.archive().get().name(), byId);
        }
        return List.copyOf(byId.values());
    }

    private static void addReplaced(Archive archive, String name, Map<Long, Edited> byId) throws IOException {
        try (ArchiveReader<FormerItem> items = archive.transformed(name)) {
            for (FormerItem former = items.next(); former != null; former = items.next()) {
                Edited earlier = byId.get(former.now().id());
                byId.put(
                        former.now().id(),
                        new Edited(
                                former.now(),
                                earlier == null ? former.original().orElse(null) : earlier.original,
                                former.merged().orElse(null)));
            }
        }
    }

    /** A collection that is searched for the items that a run stored. */
    private static final class Undoing {
        private static final String KEPT = "left unchanged; its former content is in the archive of the run";

        private final List<Removal> removals = new ArrayList<>();
        private final List<ItemChange.Put> puts = new ArrayList<>();
        private final Map<Fingerprint, Edited> left = new LinkedHashMap<>();
        private final Map<Long, Finding> changed = new LinkedHashMap<>();
        private int items;

        /** Reads a collection without restoring anything. */
        Undoing(OpenCollection collection) throws IOException {
            collection.read(_ -> {});
        }

        Undoing(OpenCollection collection, Map<Fingerprint, Edited> edited, Cause cause) throws IOException {
            left.putAll(edited);
            collection.read(item -> undo(collection.file(), item, cause));
        }

        private void undo(CollectionFile file, Item item, Cause cause) {
            items++;
            Edited one = left.remove(Fingerprint.ofWhole(item.idHash(), item.copyBytes()));
            String id = item.id();
            if (one == null || id == null) {
                changedSince(file, item);
                return;
            }
            if (one.original == null) {
                removals.add(Removal.of(item, cause));
            } else {
                puts.add(ItemChange.Put.exact(
                        new ItemKey(file.agent(), file.kind(), id),
                        one.original,
                        Precondition.revision(Revision.of(item))));
            }
        }

        /** Takes a merge out of an item that was changed since, or reports the item. */
        private void changedSince(CollectionFile file, Item item) {
            String id = item.id();
            Optional<Edited> edited = left.values().stream()
                    .filter(one -> one.now.id() == item.idHash())
                    .findFirst();
            if (id == null || edited.isEmpty()) {
                return;
            }
            Edited one = edited.get();
            Optional<byte[]> reverted = one.original == null || one.merged == null
                    ? Optional.empty()
                    : MergeReversal.of(item, one.merged, one.original);
            if (reverted.isPresent()) {
                left.remove(one.now);
                puts.add(new ItemChange.Put(
                        new ItemKey(file.agent(), file.kind(), id),
                        reverted.get(),
                        Precondition.revision(Revision.of(item))));
            } else {
                changed.put(
                        item.idHash(),
                        Finding.ofItem(Finding.Kind.CHANGED, file, item, "was changed by another program", KEPT));
            }
        }

        /** @param isNew whether the run created the file, which is removed if nothing else is in it */
        List<StoreChange> changes(ScanResult.Read<Undoing> read, UndoneRun run, boolean isNew) throws IOException {
            List<Finding> findings = run.findings();
            for (Edited one : left.values()) {
                Finding here = changed.get(one.now.id());
                findings.add(
                        here == null
                                ? Finding.of(
                                        Finding.Kind.CHANGED,
                                        read.file().path(),
                                        "an item that the run stored is no longer there",
                                        KEPT)
                                : here);
            }
            List<StoreChange> changes = new ArrayList<>();
            // A memory file exists before aml opens it, if only without a line.
            boolean isToGo = isNew && run.store().kind() != StoreKind.GRAPH;
            if (isToGo && items > 0 && removals.size() == items) {
                String path = read.file().path();
                FileChange.Difference all = VersionsOfFile.difference(run.store(), path, run.state(path), null);
                return List.of(new FileChange.Remove(path, read.state(), run.cause(), all));
            }
            if (!removals.isEmpty()) {
                changes.add(new CollectionChange.Rewrite(read.file(), read.state(), removals, null));
            }
            if (!puts.isEmpty()) {
                changes.add(new CollectionChange.PutItems(read.file(), read.state(), puts, Encoding.PLAIN));
            }
            return changes;
        }
    }
}

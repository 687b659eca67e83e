package loom.aml.store.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.NoteTarget;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;

/** Finds the entries of indexes that link a note. */
final class IndexEntries {
    private IndexEntries() {}

    /** Returns the keys of the entries that link a note. Indexes that cannot be read are passed over. */
    static List<ItemKey> to(MemoryStore store, ItemKey note) throws IOException {
        Selection indexes = new Selection(Set.of(), EnumSet.of(ItemKind.ENTRY));
        List<ItemKey> keys = new ArrayList<>();
        for (ScanResult<List<ItemKey>> scanned : store.scan(store.list(), indexes, collection -> {
            List<ItemKey> found = new ArrayList<>();
            collection.read(item -> {
                String target = item.text(Field.TARGET);
                String id = item.id();
                if (target != null && id != null && note.id().equals(noteAt(collection.file(), target))) {
                    found.add(collection.file().keyOf(id));
                }
            });
            return found;
        })) {
            if (scanned instanceof ScanResult.Read<List<ItemKey>> read) {
                keys.addAll(read.result());
            }
        }
        return keys;
    }

    /** Returns the id of the note that a target in an index denotes; empty if it leads elsewhere. */
    static String noteAt(CollectionFile index, String target) {
        return NoteTarget.of(index.path(), target).map(NoteTarget::id).orElse("");
    }
}

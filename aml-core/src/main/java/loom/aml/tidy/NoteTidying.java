package loom.aml.tidy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.Fingerprint;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.NoteTarget;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.IndexSize;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.Pins;
import loom.aml.store.Precondition;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.StoredItem;
import loom.aml.store.Version;

/**
 * Finds what is wrong with notes and their indexes: copies of a note, entries that lead to nothing, entries that say the same
 * twice, and notes without an entry, which are never loaded. Entries keep their order, and the text around them stays.
 */
final class NoteTidying {
    private final MemoryStore store;
    private final StoreListing listing;
    private final Pins pins;
    private final List<Finding> findings = new ArrayList<>();
    private final List<SeenNote> notes = new ArrayList<>();
    private final List<SeenEntry> entries = new ArrayList<>();
    private boolean isIndexUnread;
    private boolean isFull;

    /** A note, with what makes it the copy of another. */
    private record SeenNote(
            CollectionFile file, Version version, StoredItem item, String content, Removal removal, boolean isPinned) {}

    /** An entry of an index, and the id of the note that it links; empty if it leads elsewhere. */
    private record SeenEntry(
            CollectionFile file, Version version, StoredItem item, String target, Removal removal, boolean isPinned) {
        boolean isLink() {
            return item.fields().has(Field.TARGET);
        }
    }

    /**
     * The work to do.
     *
     * @param removals by file, in the order of the text
     * @param additions new entries
     */
    record Work(Map<CollectionFile, List<Removal>> removals, List<ItemChange> additions, List<Finding> findings) {}

    private NoteTidying(MemoryStore store, StoreListing listing, Pins pins) {
        this.store = store;
        this.listing = listing;
        this.pins = pins;
    }

    /** Finds the work in a store that holds notes. */
    static Work find(MemoryStore store, StoreListing listing, Selection selection) throws IOException {
        NoteTidying tidying = new NoteTidying(store, listing, store.pins());
        tidying.read(selection);
        return tidying.work();
    }

    private void read(Selection selection) throws IOException {
        Selection all = new Selection(selection.agents(), EnumSet.of(ItemKind.NOTE, ItemKind.ENTRY));
        for (ScanResult<List<Runnable>> scanned : store.scan(listing, all, this::seen)) {
            if (scanned instanceof ScanResult.Read<List<Runnable>> read) {
                read.result().forEach(Runnable::run);
            } else {
                isIndexUnread |= scanned.file().kind() == ItemKind.ENTRY;
            }
        }
    }

    private List<Runnable> seen(OpenCollection collection) throws IOException {
        List<Runnable> seen = new ArrayList<>();
        CollectionFile file = collection.file();
        IndexSize.Counter size = new IndexSize.Counter();
        collection.read(new CollectionReader.Visitor() {
            @Override
            public void item(Item item) {
                seen(collection, item, seen);
                size.item(item);
            }

            @Override
            public void stranger(ForeignElement element) {
                size.stranger(element);
            }
        });
        if (file.path().equals("MEMORY.md")) {
            seen.add(() -> isFull = size.size(collection.state()).shareOf(IndexSize.LOADED) >= 1);
        }
        return seen;
    }

    private void seen(OpenCollection collection, Item item, List<Runnable> seen) {
        CollectionFile file = collection.file();
        if (item.id() == null) {
            return;
        }
        boolean isPinned = pins.isPinned(item);
        StoredItem stored = StoredItem.of(file.agent(), item);
        if (file.kind() == ItemKind.ENTRY) {
            String target = item.text(Field.TARGET);
            String id = target == null
                    ? ""
                    : NoteTarget.of(file.path(), target).map(NoteTarget::id).orElse("");
            Removal removal = Removal.of(item, GcCause.DANGLING);
            seen.add(() -> entries.add(new SeenEntry(file, collection.state(), stored, id, removal, isPinned)));
        } else {
            String content = contentOf(item);
            Removal removal = Removal.of(item, GcCause.COPY);
            seen.add(() -> notes.add(new SeenNote(file, collection.state(), stored, content, removal, isPinned)));
        }
    }

    /** Returns what a note says, without its name and the times and sessions in its frontmatter; empty if it says nothing. */
    private static String contentOf(Item item) {
        String text = item.text(Field.TEXT);
        return text == null || text.isBlank()
                ? ""
                : item.type() + "\0" + item.text(Field.DESCRIPTION) + "\0" + text.strip();
    }

    private Work work() throws IOException {
        Map<CollectionFile, List<Removal>> removals = new TreeMap<>();
        Set<String> listed = new HashSet<>();
        entries.forEach(entry -> listed.add(entry.target));
        Set<String> leaving = copies(removals, listed);
        entries(removals, leaving);
        removals.values().forEach(inFile -> inFile.sort(Removal.IN_THE_TEXT));
        return new Work(removals, unlisted(listed, leaving), findings);
    }

    /** Removes copies of a note, and keeps one that an index lists, or else the first. */
    private Set<String> copies(Map<CollectionFile, List<Removal>> removals, Set<String> listed) {
        Map<String, List<SeenNote>> same = new TreeMap<>();
        for (SeenNote note : notes) {
            if (!note.isPinned && !note.content.isEmpty() && note.file.path().endsWith(".md")) {
                same.computeIfAbsent(note.file.agent() + "\0" + note.content, _ -> new ArrayList<>())
                        .add(note);
            }
        }
        Set<String> leaving = new HashSet<>();
        for (List<SeenNote> copies : same.values()) {
            SeenNote kept = copies.stream()
                    .filter(note -> listed.contains(note.item.key().id()))
                    .findFirst()
                    .orElse(copies.getFirst());
            for (SeenNote copy : copies) {
                if (copy != kept) {
                    leaving.add(copy.item.key().id());
                    add(
                            removals,
                            copy.file,
                            relying(copy.removal, kept.file, kept.version, kept.removal.fingerprint()));
                }
            }
        }
        return leaving;
    }

    private static Removal relying(Removal removal, CollectionFile file, Version seen, Fingerprint survivor) {
        return new Removal(
                removal.ordinal(),
                removal.length(),
                removal.fingerprint(),
                GcCause.COPY,
                new Removal.Survivor(file, seen, survivor));
    }

    private void entries(Map<CollectionFile, List<Removal>> removals, Set<String> leaving) {
        Map<String, SeenEntry> first = new HashMap<>();
        for (SeenEntry entry : entries) {
            if (!entry.isLink() || entry.isPinned) {
                continue;
            }
            if (entry.target.isEmpty()) {
                findings.add(finding(entry, "leads out of the store", "kept; correct it, or remove it with 'aml rm'"));
            } else if (leaving.contains(entry.target) || isNothing(entry.target + ".md")) {
                add(removals, entry.file, entry.removal);
            } else {
                Item item = entry.item.fields();
                String says = entry.file.path() + "\0" + entry.target + "\0" + item.text(Field.FLAT_NAME) + "\0"
                        + item.text(Field.TEXT);
                SeenEntry same = first.putIfAbsent(says, entry);
                if (same != null) {
                    add(
                            removals,
                            entry.file,
                            relying(entry.removal, same.file, same.version, same.removal.fingerprint()));
                }
            }
        }
    }

    /** Returns whether there is certainly no file at a path, not even one that cannot be read. */
    private boolean isNothing(String path) {
        boolean isKnown = listing.collections().keySet().stream()
                        .anyMatch(file -> file.path().equals(path))
                || listing.otherFiles().containsKey(path)
                || listing.findings().stream().anyMatch(finding -> path.startsWith(finding.where()));
        return !isKnown;
    }

    /** Returns new entries for the notes that no index lists. */
    private List<ItemChange> unlisted(Set<String> listed, Set<String> leaving) throws IOException {
        List<ItemChange> additions = new ArrayList<>();
        if (isIndexUnread) {
            // Its entries are unknown.
            return additions;
        }
        for (SeenNote note : notes) {
            ItemKey key = note.item.key();
            if (!listed.contains(key.id()) && !leaving.contains(key.id())) {
                if (isFull) {
                    findings.add(Finding.ofItem(
                            Finding.Kind.KEPT,
                            note.file,
                            note.item.fields(),
                            "no index lists it, and the index is full",
                            "'aml optimize fold' shortens the index; then run gc again"));
                    continue;
                }
                additions.addAll(store.linked(new ItemChange.Put(key, note.item.text(), Precondition.ABSENT)));
            }
        }
        return additions;
    }

    private static Finding finding(SeenEntry entry, String what, String advice) {
        return Finding.ofItem(Finding.Kind.LINK, entry.file, entry.item.fields(), what, advice);
    }

    private static void add(Map<CollectionFile, List<Removal>> removals, CollectionFile file, Removal removal) {
        removals.computeIfAbsent(file, _ -> new ArrayList<>()).add(removal);
    }
}

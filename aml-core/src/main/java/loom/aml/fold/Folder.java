package loom.aml.fold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.io.Encoding;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.item.NoteTarget;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Cause;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.IndexSize;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoteUsage;
import loom.aml.store.OpenCollection;
import loom.aml.store.Pins;
import loom.aml.store.Precondition;
import loom.aml.store.Reason;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;
import loom.aml.store.StoredItem;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * Plans folding: the entries of an index that are used least, and of those the oldest, move verbatim into an index of their
 * type, {@code MEMORY.feedback.md}, which the index links. Sections, prose, pinned notes and links out of the store stay.
 */
public final class Folder {
    private static final String INDEX = "MEMORY.md";
    private static final String UNTYPED = "other";

    private final FoldPolicy policy;

    public Folder(FoldPolicy policy) {
        this.policy = policy;
    }

    /** The facts about a note by which the lines of an index are ordered. */
    private record KnownNote(String type, Instant time, boolean isPinned) {}

    /** An entry that can be moved. */
    private record Movable(StoredItem item, Removal removal, String type, long uses, Instant used, Instant time) {
        /** Those that are worth least come first; of equals the one that is higher up, since new lines are appended. */
        static final Comparator<Movable> BY_WORTH = Comparator.comparingLong(Movable::uses)
                .thenComparing(Movable::used)
                .thenComparing(Movable::time)
                .thenComparingInt(movable -> movable.removal.ordinal());
    }

    /** An index as it was read. */
    private record Index(CollectionFile file, Version version, IndexSize size, List<Movable> movable) {}

    /**
     * Plans folding.
     *
     * @throws IOException if the store cannot be listed, or its pins or its usage cannot be read
     */
    public FoldPlan plan(MemoryStore store, Selection selection) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        Map<String, KnownNote> notes = notes(store, listing, store.pins());
        NoteUsage usage = NoteUsage.of(store);
        List<StoreChange> changes = new ArrayList<>();
        List<FoldPlan.Move> moves = new ArrayList<>();
        Selection indexes = new Selection(selection.agents(), EnumSet.of(ItemKind.ENTRY));
        for (ScanResult<Index> scanned : store.scan(listing, indexes, collection -> read(collection, notes, usage))) {
            if (scanned instanceof ScanResult.LeftAlone<Index> unread) {
                findings.add(unread.finding());
            } else if (scanned instanceof ScanResult.Read<Index> read && isTop(read.file())) {
                fold(store, listing, read.result(), changes, moves, findings);
            }
        }
        // All or nothing: a line is in one index or in the other, whatever happens.
        return new FoldPlan(new ChangeSet(changes, true), moves, findings, policy.toJson());
    }

    private static boolean isTop(CollectionFile file) {
        return file.path().equals(INDEX) || file.path().endsWith("/" + INDEX);
    }

    private static Map<String, KnownNote> notes(MemoryStore store, StoreListing listing, Pins pins) throws IOException {
        Map<String, KnownNote> notes = new HashMap<>();
        Selection all = new Selection(Set.of(), EnumSet.of(ItemKind.NOTE));
        for (ScanResult<Map<String, KnownNote>> scanned : store.scan(listing, all, collection -> {
            Map<String, KnownNote> found = new HashMap<>();
            collection.read(item -> {
                String id = item.id();
                if (id != null) {
                    Instant time = item.lastUsed();
                    found.put(
                            id,
                            new KnownNote(
                                    typeOf(item, id),
                                    time == null ? collection.state().modified() : time,
                                    pins.isPinned(id)));
                }
            });
            return found;
        })) {
            if (scanned instanceof ScanResult.Read<Map<String, KnownNote>> read) {
                notes.putAll(read.result());
            }
        }
        return notes;
    }

    /** Returns the type of a note in one plain word; of a note without one the word that its name begins with. */
    private static String typeOf(Item note, String id) {
        String type = note.type();
        if (type == null) {
            String name = id.substring(id.lastIndexOf('/') + 1);
            int end = name.indexOf('_');
            type = end > 0 ? name.substring(0, end) : UNTYPED;
        }
        String plain = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
        return plain.isEmpty() || plain.length() > 30 ? UNTYPED : plain;
    }

    private static Index read(OpenCollection collection, Map<String, KnownNote> notes, NoteUsage usage)
            throws IOException {
        CollectionFile file = collection.file();
        IndexSize.Counter counter = new IndexSize.Counter();
        List<Movable> movable = new ArrayList<>();
        collection.read(new CollectionReader.Visitor() {
            @Override
            public void item(Item item) {
                counter.item(item);
                Movable found = movable(file, item, notes, usage);
                if (found != null) {
                    movable.add(found);
                }
            }

            @Override
            public void stranger(ForeignElement element) {
                counter.stranger(element);
            }
        });
        return new Index(file, collection.state(), counter.size(collection.state()), movable);
    }

    private static @Nullable Movable movable(
            CollectionFile file, Item item, Map<String, KnownNote> notes, NoteUsage usage) {
        String target = item.text(Field.TARGET);
        String id = target == null
                ? null
                : NoteTarget.of(file.path(), target).map(NoteTarget::id).orElse(null);
        KnownNote note = id == null ? null : notes.get(id);
        if (id == null || note == null || note.isPinned || item.id() == null) {
            return null;
        }
        NoteUsage.Uses uses = usage.of(id);
        Instant used = uses.lastUsed();
        return new Movable(
                StoredItem.of(file.agent(), item),
                Removal.of(item, cause(subIndex(file, note.type))),
                note.type,
                uses.isObsolete() ? -1 : uses.helped(),
                used == null ? Instant.EPOCH : used,
                note.time);
    }

    private static Cause cause(String to) {
        return new Cause("fold", "moved to " + to, Reason.MOVED);
    }

    private static String subIndex(CollectionFile index, String type) {
        return index.path().substring(0, index.path().length() - INDEX.length()) + "MEMORY." + type + ".md";
    }

    private void fold(
            MemoryStore store,
            StoreListing listing,
            Index index,
            List<StoreChange> changes,
            List<FoldPlan.Move> moves,
            List<Finding> findings)
            throws IOException {
        if (index.size.shareOf(policy.budget()) <= policy.above()) {
            return;
        }
        List<Movable> leaving = leaving(index);
        if (leaving.isEmpty()) {
            findings.add(Finding.of(
                    Finding.Kind.KEPT,
                    index.file.path(),
                    "is over its budget, and none of its lines can be moved",
                    "shorten its prose, or unpin notes"));
            return;
        }
        Map<String, List<Movable>> byType = new TreeMap<>();
        leaving.forEach(
                one -> byType.computeIfAbsent(one.type, _ -> new ArrayList<>()).add(one));
        List<Removal> removals = new ArrayList<>();
        List<ItemChange.Put> links = new ArrayList<>();
        for (Map.Entry<String, List<Movable>> group : byType.entrySet()) {
            CollectionFile to =
                    CollectionFile.ofNotes(subIndex(index.file, group.getKey())).orElseThrow();
            List<ItemChange.Put> puts = new ArrayList<>();
            group.getValue().sort(Comparator.comparingInt(one -> one.removal.ordinal()));
            for (Movable one : group.getValue()) {
                removals.add(one.removal);
                puts.add(moved(index.file, to, one));
                moves.add(new FoldPlan.Move(index.file.path(), to.path(), ItemTitle.of(one.item.fields())));
            }
            changes.add(new CollectionChange.PutItems(
                    to, listing.collections().getOrDefault(to, Version.MISSING), puts, Encoding.PLAIN));
            ItemKey link = linkTo(index.file, to);
            if (store.get(link).isEmpty()) {
                links.add(link(link, to, group.getKey()));
            }
        }
        removals.sort(Removal.IN_THE_TEXT);
        changes.add(new CollectionChange.Rewrite(index.file, index.version, removals, null));
        if (!links.isEmpty()) {
            changes.add(new CollectionChange.PutItems(index.file, index.version, links, Encoding.PLAIN));
        }
    }

    /** Returns the entries to move so that the rest, and a link for each type, is small enough. */
    private List<Movable> leaving(Index index) {
        List<Movable> byWorth = new ArrayList<>(index.movable);
        byWorth.sort(Movable.BY_WORTH);
        long lines = index.size.lines();
        long bytes = index.size.bytes();
        List<Movable> leaving = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (Movable one : byWorth) {
            IndexSize now = new IndexSize(lines + types.size(), bytes + types.size() * 100L);
            if (now.shareOf(policy.budget()) <= policy.downTo()) {
                break;
            }
            String line = one.item.fields().text(Field.LINE);
            lines -= line == null ? 1 : Math.max(1, line.lines().count());
            bytes -= line == null ? one.removal.length() : line.getBytes(StandardCharsets.UTF_8).length;
            leaving.add(one);
            if (!types.contains(one.type)) {
                types.add(one.type);
            }
        }
        return leaving;
    }

    /** Returns the put of an entry in another index of the same folder, with the line as it is written. */
    private static ItemChange.Put moved(CollectionFile from, CollectionFile to, Movable one) throws IOException {
        String id = stem(to) + one.item.key().id().substring(stem(from).length());
        return new ItemChange.Put(to.keyOf(id), withId(one.item, id), Precondition.NONE);
    }

    private static byte[] withId(StoredItem item, String id) throws IOException {
        try {
            JsonObject fields = JsonObject.parse(item.text());
            JsonObject.Builder moved = JsonObject.builder();
            for (String name : fields.keys()) {
                moved.putValue(name, name.equals("id") ? id : fields.value(name));
            }
            return moved.build().toUtf8();
        } catch (JsonSyntaxException e) {
            throw new IOException("an entry was valid when it was read: " + item.key(), e);
        }
    }

    private static String stem(CollectionFile file) {
        return file.path().substring(0, file.path().length() - ".md".length());
    }

    private static ItemKey linkTo(CollectionFile index, CollectionFile to) {
        String name = stem(to).substring(to.path().lastIndexOf('/') + 1);
        return index.keyOf(stem(index) + "#" + name);
    }

    private static ItemChange.Put link(ItemKey key, CollectionFile to, String type) {
        String name = to.path().substring(to.path().lastIndexOf('/') + 1);
        JsonObject entry = JsonObject.builder()
                .put("id", key.id())
                .put("type", "link")
                .put("title", "More " + type + " memories")
                .put("target", name)
                .put("text", "read this index when the ones here do not help")
                .build();
        return new ItemChange.Put(key, entry.toUtf8(), Precondition.NONE);
    }
}

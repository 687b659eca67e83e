package loom.aml.app.stores;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.NoteTarget;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.StoredItem;
import org.jspecify.annotations.Nullable;

/**
 * Decides, item by item, how the memories of one store become part of another: missing ones are added with the line of
 * their index, equal ones are skipped, and different ones of the same id are added under another id. Nothing is replaced.
 */
final class Adoption {
    private static final String NOTE = ".md";
    private static final String SUFFIX = "-adopted";
    private static final String ID = "id";
    private static final String TITLE = "title";
    private static final String TEXT = "text";
    private static final String TARGET = "target";
    private static final String FRONTMATTER = "frontmatter";

    /** Null if the store does not exist yet. */
    private final @Nullable MemoryStore store;

    private final Set<ItemKind> kinds;
    private final Map<ItemKey, Content> planned = new HashMap<>();
    private final Set<String> listed = new HashSet<>();
    private final List<ItemChange> changes = new ArrayList<>();
    private final List<AdoptedItem> adopted = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int same;

    /** The content of an item, without the fields that are derived. */
    private record Content(String frontmatter, String text) {}

    /** The content of an item that cannot be read: nothing is equal to it. No text contains a NUL. */
    private static final Content UNREADABLE = new Content("\0", "\0");

    Adoption(@Nullable MemoryStore store) throws IOException {
        this.store = store;
        this.kinds = store == null ? EnumSet.of(ItemKind.NOTE, ItemKind.ENTRY) : store.kinds();
        if (store != null && kinds.contains(ItemKind.ENTRY)) {
            for (StoredItem entry : read(store, ItemKind.ENTRY)) {
                String target = targetOf(entry);
                if (!target.isEmpty()) {
                    listed.add(target);
                }
            }
        }
    }

    List<ItemChange> changes() {
        return changes;
    }

    List<AdoptedItem> adopted() {
        return adopted;
    }

    List<Finding> findings() {
        return findings;
    }

    int same() {
        return same;
    }

    /** Adds the items of a store. The lines of its indexes keep their order. */
    void add(MemoryStore from) throws IOException {
        String location = from.location();
        Map<String, ItemChange.Put> added = new LinkedHashMap<>();
        for (StoredItem note : read(from, ItemKind.NOTE)) {
            note(location, note).ifPresent(put -> added.put(note.key().id(), put));
        }
        for (StoredItem entry : read(from, ItemKind.ENTRY)) {
            if (isSection(entry)) {
                section(location, entry);
                continue;
            }
            String id = targetOf(entry);
            ItemChange.Put put = added.get(id);
            String suffix = put == null ? "" : put.key().id().substring(id.length());
            // A target with a fragment cannot be given another name; the note then gets a new line.
            boolean canFollow =
                    suffix.isEmpty() || fields(entry).string(TARGET).orElse("").endsWith(NOTE);
            if (put != null && canFollow) {
                added.remove(id);
                if (isToBeListed(put)) {
                    link(entry, suffix);
                }
            }
        }
        for (ItemChange.Put put : added.values()) {
            if (store != null && isToBeListed(put)) {
                // The title is derived from the file.
                byte[] whole = store.asStored(put.key(), put.text());
                changes.addAll(store.linked(new ItemChange.Put(put.key(), whole, Precondition.ABSENT)));
            }
        }
    }

    private boolean isToBeListed(ItemChange.Put put) {
        return kinds.contains(ItemKind.ENTRY) && listed.add(put.key().id());
    }

    private List<StoredItem> read(MemoryStore from, ItemKind kind) throws IOException {
        List<StoredItem> items = new ArrayList<>();
        StoreListing listing = from.list();
        if (kind == ItemKind.NOTE) {
            findings.addAll(listing.findings());
        }
        Selection selection = new Selection(Set.of(), EnumSet.of(kind));
        for (ScanResult<List<StoredItem>> scanned : from.scan(listing, selection, collection -> {
            List<StoredItem> inFile = new ArrayList<>();
            collection.read(item -> {
                if (item.id() != null) {
                    inFile.add(StoredItem.of(collection.file().agent(), item));
                }
            });
            return inFile;
        })) {
            switch (scanned) {
                case ScanResult.Read<List<StoredItem>> read -> items.addAll(read.result());
                case ScanResult.LeftAlone<List<StoredItem>> unread -> findings.add(unread.finding());
            }
        }
        return items;
    }

    /** Returns the change that adds a note; empty if it is there already. */
    private Optional<ItemChange.Put> note(String from, StoredItem note) throws IOException {
        JsonObject fields = fields(note);
        Content content = new Content(
                fields.string(FRONTMATTER).orElse(""), fields.string(TEXT).orElse(""));
        String id = note.key().id();
        for (int attempt = 0; ; attempt++) {
            ItemKey key = new ItemKey(note.key().agent(), ItemKind.NOTE, id + suffix(attempt));
            Optional<Content> present = present(key);
            if (present.isEmpty()) {
                return put(from, note.key(), key, content);
            }
            if (present.get().equals(content)) {
                same++;
                return Optional.empty();
            }
        }
    }

    private static String suffix(int attempt) {
        return switch (attempt) {
            case 0 -> "";
            case 1 -> SUFFIX;
            default -> SUFFIX + "-" + attempt;
        };
    }

    /** Returns the content that an item has, or will have; empty if it does not exist. */
    private Optional<Content> present(ItemKey key) throws IOException {
        Content soon = planned.get(key);
        if (soon != null || store == null) {
            return Optional.ofNullable(soon);
        }
        try {
            Optional<StoredItem> item = store.get(key);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            JsonObject fields = fields(item.get());
            boolean isNote = key.kind() == ItemKind.NOTE;
            String head = fields.string(isNote ? FRONTMATTER : TITLE).orElse("");
            return Optional.of(new Content(head, fields.string(TEXT).orElse("")));
        } catch (IOException e) {
            return Optional.of(UNREADABLE);
        }
    }

    private Optional<ItemChange.Put> put(String from, ItemKey own, ItemKey key, Content content) throws IOException {
        JsonObject.Builder text = JsonObject.builder().put(ID, key.id());
        if (!content.frontmatter.isEmpty()) {
            text.put(FRONTMATTER, content.frontmatter);
        }
        ItemChange.Put put =
                new ItemChange.Put(key, text.put(TEXT, content.text).build().toUtf8(), Precondition.ABSENT);
        if (!isStorable(own, put)) {
            return Optional.empty();
        }
        planned.put(key, content);
        changes.add(put);
        adopted.add(new AdoptedItem(from, own, key));
        return Optional.of(put);
    }

    private boolean isStorable(ItemKey own, ItemChange.Put put) throws IOException {
        try {
            if (store != null) {
                store.asStored(put.key(), put.text());
            }
            return true;
        } catch (DamagedException e) {
            findings.add(Finding.of(
                    Finding.Kind.DAMAGED,
                    own.toString(),
                    "this store cannot hold it: " + e.what(),
                    "left where it is"));
            return false;
        }
    }

    /**
     * Adds a line of an index.
     *
     * @param suffix the end of the id that the note gets in addition to its own
     */
    private void link(StoredItem line, String suffix) throws IOException {
        JsonObject fields = fields(line);
        String target = fields.string(TARGET).orElse("");
        String newTarget = target.endsWith(NOTE) && !suffix.isEmpty()
                ? target.substring(0, target.length() - NOTE.length()) + suffix + NOTE
                : target;
        String stem = newTarget.endsWith(NOTE) ? newTarget.substring(0, newTarget.length() - NOTE.length()) : newTarget;
        ItemKey key = new ItemKey(line.key().agent(), ItemKind.ENTRY, indexOf(line.key()) + '#' + stem);
        Optional<Content> present = present(key);
        if (present.isPresent()) {
            unreadable(key, present.get());
            return;
        }
        planned.put(key, new Content(newTarget, ""));
        JsonObject.Builder text = JsonObject.builder();
        for (String name : fields.keys()) {
            switch (name) {
                case ID -> text.put(ID, key.id());
                case TARGET -> text.put(TARGET, newTarget);
                default -> text.putValue(name, fields.value(name));
            }
        }
        changes.add(new ItemChange.Put(key, text.build().toUtf8(), Precondition.ABSENT));
    }

    /** Adds a memory that is a section of an index. Under the heading of another one, it gets a heading of its own. */
    private void section(String from, StoredItem section) throws IOException {
        if (!kinds.contains(ItemKind.ENTRY)) {
            findings.add(Finding.of(
                    Finding.Kind.DAMAGED,
                    section.key().toString(),
                    "a section of an index, which this store does not have",
                    "left where it is; add it with 'aml add note'"));
            return;
        }
        JsonObject fields = fields(section);
        String title = fields.string(TITLE).orElse("");
        String anchor = section.key().id().replaceFirst("~\\d+$", "");
        for (int attempt = 0; ; attempt++) {
            String suffix = suffix(attempt);
            String newTitle = suffix.isEmpty() ? title : title + " (" + suffix.substring(1) + ")";
            ItemKey key = new ItemKey(section.key().agent(), ItemKind.ENTRY, anchor + suffix);
            Optional<Content> present = present(key);
            Content content = new Content(newTitle, fields.string(TEXT).orElse(""));
            if (present.isPresent() && unreadable(section.key(), present.get())) {
                return;
            }
            if (present.isPresent() && present.get().text.strip().equals(content.text.strip())) {
                same++;
                return;
            }
            if (present.isEmpty()) {
                planned.put(key, content);
                byte[] text = JsonObject.builder()
                        .put(ID, key.id())
                        .put("type", "section")
                        .put(TITLE, newTitle)
                        .put(TEXT, content.text)
                        .putValue("heading", fields.value("heading"))
                        .build()
                        .toUtf8();
                changes.add(new ItemChange.Put(key, text, Precondition.ABSENT));
                adopted.add(new AdoptedItem(from, section.key(), key));
                return;
            }
        }
    }

    /** Reports an entry that cannot be added, because the index is unreadable. */
    private boolean unreadable(ItemKey entry, Content present) {
        if (present != UNREADABLE) {
            return false;
        }
        findings.add(Finding.of(
                Finding.Kind.UNREADABLE,
                entry.toString(),
                "the index of the present store cannot be read, so nothing is added to it",
                "correct the index, then run 'aml optimize gc', which lists what it does not mention"));
        return true;
    }

    private static boolean isSection(StoredItem entry) {
        return fields(entry).string("type").orElse("").equals("section");
    }

    /** Returns the id of the note that a line of an index leads to; empty for other entries. */
    private static String targetOf(StoredItem entry) {
        return fields(entry)
                .string(TARGET)
                .flatMap(target -> NoteTarget.of(indexOf(entry.key()) + NOTE, target))
                .map(NoteTarget::id)
                .orElse("");
    }

    /** Returns the path of the index of an entry, without {@code .md}. */
    private static String indexOf(ItemKey entry) {
        int mark = entry.id().indexOf('#');
        return mark < 0 ? entry.id() : entry.id().substring(0, mark);
    }

    private static JsonObject fields(StoredItem item) {
        try {
            return JsonObject.parse(item.text());
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an item was valid when it was read: " + item.key(), e);
        }
    }
}

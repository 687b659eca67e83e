package loom.aml.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.markdown.NoteRendering;

/**
 * Writes items in the form of a store. An item of a kind that the store holds keeps its bytes. Any other gets an {@link
 * Envelope}, and is read back before it is offered, so that a rest that does not restore it is replaced by the whole item.
 */
public final class StoreForm {
    private static final String IN_FRONTMATTER = "in the frontmatter (" + Envelope.NAME + ")";
    private static final String IN_FIELD = "in the field " + Envelope.NAME;

    private final ExchangeFormat format;
    private final Optional<ItemKind> wanted;
    private final String now;
    private final Loss.Tally losses;
    private final Set<String> taken = new HashSet<>();

    /** The last number behind each path that several items wanted. */
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * @param format the format of the store, which need not exist
     * @param held the items that the store holds
     * @param wanted the kind of {@code .loom/memory} under which other items are stored; empty to decide by their type
     * @param now the time of items that have none
     */
    public StoreForm(ExchangeFormat format, List<Held> held, Optional<ItemKind> wanted, String now, Loss.Tally losses) {
        this.format = format;
        this.wanted = wanted;
        this.now = now;
        this.losses = losses;
        held.forEach(each -> taken.add(each.stored().key().id()));
    }

    /** An item as the store takes it. */
    public record Written(ItemKey key, byte[] text) {}

    /**
     * Returns an item in the form of the store.
     *
     * @param former the same item as the store holds it; empty if it is new
     * @return empty if the store has no place for it, which is counted as a loss
     * @throws DamagedException if the store cannot hold it, with the reason
     */
    public Optional<Written> write(ExchangedItem item, Optional<Held> former) throws DamagedException {
        return format == ExchangeFormat.LOOM ? ofLoom(item, former) : ofNotes(item, former);
    }

    private Optional<Written> ofLoom(ExchangedItem item, Optional<Held> former) throws DamagedException {
        if (isLine(item)) {
            return withoutIndex(item);
        }
        ItemKey key = former.map(held -> held.stored().key())
                .orElseGet(() -> new ItemKey(
                        AgentNames.isValid(item.agent()) ? item.agent() : CollectionFile.TOP,
                        LoomForm.kindOf(item, wanted),
                        LoomForm.idOf(item)));
        if (LoomForm.isOwn(item)) {
            if (!item.agent().equals(key.agent())) {
                throw new DamagedException(0, "'" + item.agent() + "' is not a valid name of an agent");
            }
            return Optional.of(new Written(key, bytes(item.original())));
        }
        String time = former.flatMap(held -> RawItem.of(held.stored().json()).text("timestamp"))
                .orElse(now);
        for (Envelope envelope : List.of(Envelope.of(item), Envelope.whole(item))) {
            String text = LoomForm.enveloped(item, key.kind(), key.agent(), time, envelope);
            ExchangedItem back = LoomForm.read(key.kind(), key.agent(), key.id(), text, format.word());
            if (back.isSameAs(item)) {
                losses.add(item.kind().plural(), envelope.fields(), IN_FIELD);
                return Optional.of(new Written(key, bytes(text)));
            }
        }
        throw new DamagedException(0, "it would not be read as it was given");
    }

    /** Returns whether an item is a line of an index, which is derived from the note that it links. */
    private static boolean isLine(ExchangedItem item) {
        return item.kind() == ExchangeKind.ENTRY
                && !RawItem.of(item.original()).text("type").orElse("").equals("section");
    }

    private Optional<Written> withoutIndex(ExchangedItem item) {
        losses.add("lines of the index", List.of(), "");
        return Optional.empty();
    }

    private Optional<Written> ofNotes(ExchangedItem item, Optional<Held> former) throws DamagedException {
        boolean isIndexed = format == ExchangeFormat.CLAUDE;
        if (item.kind() == ExchangeKind.ENTRY && isIndexed) {
            return Optional.of(new Written(entryKey(item), bytes(item.original())));
        }
        if (isLine(item)) {
            return withoutIndex(item);
        }
        String id = former.map(held -> held.stored().key().id()).orElseGet(() -> {
            boolean keepsId = item.kind() == ExchangeKind.NOTE
                    && NotePlace.isUsable(item.id(), isIndexed)
                    && !taken.contains(item.id());
            return keepsId ? item.id() : NotePlace.of(item, taken, numbers);
        });
        taken.add(id);
        ItemKey key = keyOf(id, isIndexed);
        // Under another path it is another note, unless it says which one it is.
        if (NoteForm.isOwn(item) && id.equals(item.id())) {
            return Optional.of(new Written(key, asStored(key, bytes(NoteForm.own(item, id)))));
        }
        for (Envelope envelope : List.of(Envelope.of(item), Envelope.whole(item))) {
            Optional<byte[]> stored = stored(item, key, NoteForm.enveloped(item, id, envelope));
            if (stored.isPresent()) {
                losses.add(item.kind().plural(), envelope.fields(), IN_FRONTMATTER);
                return Optional.of(new Written(key, stored.get()));
            }
        }
        Envelope whole = Envelope.of(item);
        Envelope shorter = whole.within(NoteForm.LARGEST / 2);
        List<String> left = new ArrayList<>(whole.fields());
        left.removeAll(shorter.fields());
        losses.add(item.kind().plural(), shorter.fields(), IN_FRONTMATTER);
        losses.add(item.kind().plural() + " with more than frontmatter can hold", left, "");
        String note = NoteForm.enveloped(item, id, shorter)
                .orElseThrow(() -> new DamagedException(0, "its name is longer than frontmatter can be"));
        return Optional.of(new Written(key, asStored(key, bytes(note))));
    }

    /**
     * Returns the key of an entry, whose id begins with the path of its index.
     *
     * @throws DamagedException if it leads to anything but an index in the store
     */
    private static ItemKey entryKey(ExchangedItem item) throws DamagedException {
        String index = item.id().substring(0, Math.max(0, item.id().indexOf('#')));
        Optional<CollectionFile> file = NotePlace.isUsable(index, false)
                ? CollectionFile.ofNotes(index + ".md").filter(each -> each.kind() == ItemKind.ENTRY)
                : Optional.empty();
        return file.orElseThrow(() -> new DamagedException(0, "'" + index + "' is not an index of notes"))
                .keyOf(item.id());
    }

    private static ItemKey keyOf(String id, boolean isIndexed) {
        CollectionFile file = CollectionFile.ofNotes(id + ".md").orElseThrow();
        return new ItemKey(file.agent(), isIndexed ? file.kind() : ItemKind.NOTE, id);
    }

    /** Returns the note as it would be stored; empty if it would not be read as the same item. */
    private Optional<byte[]> stored(ExchangedItem item, ItemKey key, Optional<String> note) {
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] stored = asStored(key, bytes(note.get()));
            ExchangedItem back =
                    NoteForm.read(key.agent(), key.id(), new String(stored, StandardCharsets.UTF_8), format.word());
            return back.isSameAs(item) && back.home().equals(item.home()) ? Optional.of(stored) : Optional.empty();
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    /** Returns a note as it will be read once it is stored in a file of its own. */
    private static byte[] asStored(ItemKey key, byte[] note) throws DamagedException {
        NoteRendering rendering = new NoteRendering(key.id() + ".md");
        byte[] file = rendering.stored(bytes("[" + new String(note, StandardCharsets.UTF_8) + "]"), new byte[0]);
        String items = new String(rendering.items(file), StandardCharsets.UTF_8).strip();
        return bytes(items.substring(1, items.length() - 1).strip());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

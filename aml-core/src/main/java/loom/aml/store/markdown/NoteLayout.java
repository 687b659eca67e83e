package loom.aml.store.markdown;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Precondition;
import loom.aml.store.Rendering;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreScope;
import loom.aml.store.file.FileLocks;
import loom.aml.store.file.Layout;
import org.jspecify.annotations.Nullable;

/** Folders of Markdown files, one memory a file, whose writers take no locks. */
final class NoteLayout implements Layout {
    /** Programs write such files in place, in several steps that take far less. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** The folder for aml's documents within the store. Those who read memories only look at Markdown. */
    private static final String OWN = ".aml/";

    private static final String NOTE = ".md";

    /** The id of a rule of Cursor keeps its suffix, since a note of the same name may be beside it. */
    private static final String RULE = ".mdc";

    private static final String INDEX = "MEMORY";

    private final NoteFolder folder;
    private final String named;

    /** @param named the name of the file in the folder by which the store is addressed; empty for the folder itself */
    NoteLayout(NoteFolder folder, String named) {
        this.folder = folder;
        this.named = named;
    }

    @Override
    public Set<ItemKind> kinds() {
        return folder.isIndexed() ? Set.of(ItemKind.NOTE, ItemKind.ENTRY) : Set.of(ItemKind.NOTE);
    }

    @Override
    public StoreKind kind() {
        return folder.kind();
    }

    @Override
    public void require(Disk disk, Path root) {
        // The provider recognized it by its address; a link may lead to a folder of any name.
    }

    @Override
    public StoreListing list(Disk disk, Path root) throws IOException {
        return NoteLister.list(disk, root, folder);
    }

    @Override
    public List<CollectionFile> filesOf(ItemKey key) {
        int mark = key.id().indexOf('#');
        String path =
                (mark < 0 ? key.id() : key.id().substring(0, mark)) + (key.id().endsWith(RULE) ? "" : NOTE);
        return List.of(new CollectionFile(key.agent(), key.kind(), path));
    }

    @Override
    public @Nullable Rendering rendering(CollectionFile file) {
        return switch (file.kind()) {
            case NOTE -> new NoteRendering(file.path());
            case ENTRY -> new IndexRendering(file.path());
            default -> null;
        };
    }

    @Override
    public FileLocks locks() {
        return FileLocks.NONE;
    }

    @Override
    public Duration quiet() {
        return QUIET;
    }

    @Override
    public StoreScope scope() {
        return folder.scope();
    }

    /** The root of instructions is a project, beside which nothing may be put. */
    @Override
    public Path beside(Path root) {
        return named.isEmpty() ? root : root.resolve(named);
    }

    @Override
    public String documentPath(String path) {
        return OWN + path;
    }

    @Override
    public Path maintenanceLock(Disk disk, Path root) throws IOException {
        PrivateFolder beside = PrivateFolder.beside(disk, beside(root));
        beside.prepare();
        return beside.path().resolve(".store-lock");
    }

    /** The description of a note decides whether it is recalled; the name is that of its file. */
    @Override
    public byte[] shaped(ItemKey key, byte[] text) throws DamagedException {
        JsonObject given = parsed(text);
        if (key.kind() != ItemKind.NOTE || given.has("frontmatter")) {
            return text;
        }
        JsonObject.Builder shaped = JsonObject.builder();
        boolean isDescribed = given.has("description");
        for (String name : given.keys()) {
            boolean isTitle = name.equals("title") && folder.isIndexed() && !isDescribed;
            boolean isOpen =
                    name.equals("text") && !given.string(name).orElse("\n").endsWith("\n");
            shaped.putValue(
                    isTitle ? "description" : name, isOpen ? given.string(name).orElse("") + "\n" : given.value(name));
        }
        return shaped.build().toUtf8();
    }

    private static JsonObject parsed(byte[] text) throws DamagedException {
        try {
            return JsonObject.parse(text);
        } catch (JsonSyntaxException e) {
            throw new DamagedException(0, String.valueOf(e.getMessage()));
        }
    }

    /** A new note gets a line in the index, without which it is never loaded; that of a removed note goes with it. */
    @Override
    public List<ItemChange> linked(MemoryStore store, ItemChange change) throws IOException {
        if (!folder.isIndexed() || change.key().kind() != ItemKind.NOTE) {
            return List.of();
        }
        return switch (change) {
            case ItemChange.Put put
            when put.precondition().equals(Precondition.ABSENT) ->
                entryOf(store, put).stream().toList();
            case ItemChange.Put _ -> List.of();
            case ItemChange.Remove remove -> entriesTo(store, remove.key(), remove.cause());
        };
    }

    private static Optional<ItemChange> entryOf(MemoryStore store, ItemChange.Put put) throws IOException {
        NotePath note = NotePath.of(put.key().id());
        ItemKey key = new ItemKey(put.key().agent(), ItemKind.ENTRY, note.folder() + INDEX + "#" + note.name());
        if (store.get(key).isPresent()) {
            return Optional.empty();
        }
        Item item = ItemWords.of(put);
        byte[] text = JsonObject.builder()
                .put("id", key.id())
                .put("type", "link")
                .put("title", ItemTitle.of(item))
                .put("target", note.name() + NOTE)
                .put("text", ItemWords.hook(item))
                .build()
                .toUtf8();
        return Optional.of(new ItemChange.Put(key, text, Precondition.ABSENT));
    }

    private static List<ItemChange> entriesTo(MemoryStore store, ItemKey note, Cause cause) throws IOException {
        List<ItemChange> changes = new ArrayList<>();
        for (ItemKey entry : IndexEntries.to(store, note)) {
            changes.add(new ItemChange.Remove(entry, cause, Precondition.NONE));
        }
        return changes;
    }
}

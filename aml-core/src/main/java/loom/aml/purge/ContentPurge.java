package loom.aml.purge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.io.BytesInput;
import loom.aml.io.DamagedException;
import loom.aml.io.GzipLimits;
import loom.aml.io.ReproducedGzip;
import loom.aml.io.TextInput;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreKind;

/**
 * Removes texts from the content of a file of a store, wherever a version is kept. A pure function of path and content, apart from what
 * it learns about the removed items. Not safe for use by several threads.
 */
public final class ContentPurge {
    private static final int GZIP_HEAD = 10;

    private final WantedText wanted;
    private final Scopes scopes;
    private final MemoryStore store;

    /** @param store the store, for the places of its items */
    public ContentPurge(WantedText wanted, MemoryStore store) {
        this.wanted = wanted;
        this.scopes = new Scopes(wanted, this::isRemoved);
        this.store = store;
    }

    /**
     * Returns whether all versions of a file are removed as a whole: it is one of the items, or it or its agent is named by the pattern.
     *
     * @param path the path within the store
     */
    public boolean isRemoved(String path) {
        for (ItemKey item : wanted.policy().items()) {
            if (item.kind() == ItemKind.NOTE
                    && store.filesOf(item).stream()
                            .anyMatch(file -> !file.isGraph() && file.path().equals(path))) {
                return true;
            }
        }
        Optional<CollectionFile> runtime = CollectionFile.ofRuntime(path);
        if (runtime.isPresent()) {
            return wanted.isMatched(runtime.get().agent());
        }
        return !isOwn(path) && graph(path).isEmpty() && wanted.isMatched(path);
    }

    /** Returns whether a folder is removed once it is empty, because the pattern names it. */
    public boolean isRemovedFolder(String path) {
        return !isOwn(path + "/") && wanted.isMatched(path);
    }

    /** Returns the graph that a path denotes; empty for other files, such as lists of lines in a store of another kind. */
    private Optional<CollectionFile> graph(String path) {
        return store.kind() == StoreKind.GRAPH && !isAboutItems(path)
                ? CollectionFile.ofNotes(path).filter(CollectionFile::isGraph)
                : Optional.empty();
    }

    /** Returns whether a file is a document of aml or of the runtime, which is never removed for its name. */
    private static boolean isOwn(String path) {
        return isAboutItems(path)
                || path.equals("config.json")
                || path.substring(path.lastIndexOf('/') + 1).startsWith("MEMORY.");
    }

    /** Returns whether a file is a document of aml about the items, such as the pins. */
    private static boolean isAboutItems(String path) {
        return path.startsWith("config/") || path.startsWith("monitoring/") || path.startsWith(".aml/");
    }

    private static boolean isJson(String path) {
        return path.endsWith(".json") || path.endsWith(".json.gz");
    }

    /**
     * Removes the texts from a content.
     *
     * @param path the path within the store
     * @param content the bytes of a version of the file, plain or gzip
     */
    public Purged of(String path, byte[] content) {
        if (isRemoved(path)) {
            if (CollectionFile.ofNotes(path).isPresent()) {
                wanted.learn(FileText.of(content).text());
            }
            return new Purged.Removed();
        }
        try {
            return isGzip(content) ? compressed(path, content) : plain(path, content);
        } catch (DamagedException e) {
            return new Purged.Unsure("is damaged (" + e.what() + ")");
        } catch (IOException e) {
            return new Purged.Unsure("cannot be read (" + e.getMessage() + ")");
        }
    }

    static boolean isGzip(byte[] content) {
        return content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b;
    }

    private Purged compressed(String path, byte[] content) throws IOException {
        Purged purged = plain(path, inflated(content));
        if (!(purged instanceof Purged.Changed changed)) {
            return purged;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
        try (ReproducedGzip gzip = new ReproducedGzip(out, Arrays.copyOf(content, GZIP_HEAD))) {
            gzip.write(changed.content(), 0, changed.content().length);
        }
        return new Purged.Changed(out.toByteArray(), changed.count());
    }

    static byte[] inflated(byte[] content) throws IOException {
        try (TextInput text = TextInput.of(new BytesInput(content), GzipLimits.DEFAULT)) {
            return text.stream().readAllBytes();
        }
    }

    private Purged plain(String path, byte[] content) {
        FileText file = FileText.of(content);
        JsonEdits.Found found;
        try {
            found = found(path, file.text());
        } catch (JsonEdits.NotJsonException e) {
            return damaged(file.text(), e);
        }
        if (found.reason().isPresent()) {
            return new Purged.Unsure(found.reason().get());
        }
        if (found.edits().isEmpty()) {
            return Purged.FREE;
        }
        if (CollectionFile.ofRuntime(path).isPresent() && !file.isValid()) {
            return new Purged.Unsure("is damaged (bytes that are not UTF-8) and holds it");
        }
        return new Purged.Changed(
                file.bytesOf(Edit.apply(file.text(), found.edits())),
                found.edits().size());
    }

    /** A damaged file is never changed, but its readable text is searched. */
    private Purged damaged(String text, JsonEdits.NotJsonException e) {
        boolean isFound = wanted.isMatched(text)
                || wanted.literals().stream().anyMatch(text::contains)
                || wanted.policy().items().stream().anyMatch(item -> text.contains("\"" + item.id() + "\""));
        return isFound
                ? new Purged.Unsure("is damaged (" + e.getMessage() + ") and holds it")
                : new Purged.Unsure("is damaged (" + e.getMessage() + ")");
    }

    private JsonEdits.Found found(String path, String text) throws JsonEdits.NotJsonException {
        Optional<CollectionFile> graph = graph(path);
        if (graph.isPresent()) {
            return GraphEdits.of(text, graph.get(), wanted, scopes);
        }
        Optional<CollectionFile> runtime = CollectionFile.ofRuntime(path);
        if (runtime.isPresent()) {
            return JsonEdits.of(text, scopes.items(runtime.get()));
        }
        if (isJson(path)) {
            return JsonEdits.of(text, isAboutItems(path) ? scopes.aboutItems() : scopes.other());
        }
        if (path.endsWith(".jsonl")) {
            return lines(text, isAboutItems(path) ? scopes.aboutItems() : scopes.other());
        }
        List<Edit> edits = new ArrayList<>(new NoteLinkEdits(wanted, store).of(path, text));
        edits.addAll(wanted.inItem(text));
        return JsonEdits.Found.of(edits);
    }

    /** A line that is not JSON is a text like any other. */
    private JsonEdits.Found lines(String text, JsonScope scope) {
        List<Edit> edits = new ArrayList<>();
        Set<String> held = new TreeSet<>();
        int from = 0;
        for (String line : text.split("\n", -1)) {
            JsonEdits.Found found;
            try {
                found = JsonEdits.of(line, scope);
            } catch (JsonEdits.NotJsonException e) {
                found = JsonEdits.Found.of(scope.in(line));
            }
            int start = from;
            found.edits().forEach(edit -> edits.add(new Edit(start + edit.from(), start + edit.to(), edit.with())));
            held.addAll(found.held());
            from += line.length() + 1;
        }
        return new JsonEdits.Found(edits, held);
    }
}

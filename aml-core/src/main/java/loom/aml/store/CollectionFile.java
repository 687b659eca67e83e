package loom.aml.store;

import java.util.Optional;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds items of one agent and kind. Its path says which:
 *
 * <pre>
 * debugger/patterns.json       the patterns of an agent
 * debugger/patterns.json.gz    the same under the name that another tool's compressor gives, which the runtime does not read; if
 *                              both files exist, both are read
 * short-commits.md             one note; the agent is its directory, or {@link #TOP}
 * rules/tests.mdc              a rule of Cursor, a note too
 * MEMORY.md, MEMORY.old.md     an index of notes
 * memory.jsonl                 a graph: a note a line
 * </pre>
 *
 * @param agent the agent whose memory it is
 * @param kind the kind of its items
 * @param path the path within the store
 */
public record CollectionFile(String agent, ItemKind kind, String path) implements Comparable<CollectionFile> {

    /** The agent of the notes that are in no directory. */
    public static final String TOP = "memory";

    private static final String SUFFIX = ".gz";
    private static final String NOTE = ".md";
    private static final String RULE = ".mdc";
    private static final String GRAPH = ".jsonl";
    private static final String INDEX = "MEMORY.";

    public CollectionFile {
        if (!AgentNames.isValid(agent)) {
            throw new IllegalArgumentException("not a valid agent name: " + agent);
        }
    }

    /**
     * Names a collection of the runtime.
     *
     * @param suffixed whether it is the {@code .gz} name; independent of the encoding
     */
    public CollectionFile(String agent, ItemKind kind, boolean suffixed) {
        this(agent, kind, agent + "/" + kind.fileName() + (suffixed ? SUFFIX : ""));
    }

    /** Returns the collection of the runtime that a file name in an agent's directory denotes; empty for other files. */
    public static Optional<CollectionFile> of(String agent, String fileName) {
        for (ItemKind kind : ItemKind.RUNTIME) {
            if (fileName.equals(kind.fileName())) {
                return Optional.of(new CollectionFile(agent, kind, false));
            }
            if (fileName.equals(kind.fileName() + SUFFIX)) {
                return Optional.of(new CollectionFile(agent, kind, true));
            }
        }
        return Optional.empty();
    }

    /** Returns the collection of notes that a path within a store of such files denotes; empty for other files. */
    public static Optional<CollectionFile> ofNotes(String path) {
        if (path.endsWith(GRAPH)) {
            return Optional.of(new CollectionFile(TOP, ItemKind.NOTE, path));
        }
        if (!path.endsWith(NOTE) && !path.endsWith(RULE)) {
            return Optional.empty();
        }
        boolean isIndex = path.startsWith(INDEX, path.lastIndexOf('/') + 1);
        return Optional.of(new CollectionFile(agentOf(path), isIndex ? ItemKind.ENTRY : ItemKind.NOTE, path));
    }

    private static String agentOf(String path) {
        int slash = path.indexOf('/');
        return slash > 0 && AgentNames.isValid(path.substring(0, slash)) ? path.substring(0, slash) : TOP;
    }

    /** Returns the file of an agent that sorts before all its others. */
    static CollectionFile firstOf(String agent) {
        return new CollectionFile(agent, ItemKind.PATTERN, "");
    }

    /**
     * Returns the collection of the runtime that a path within the store denotes, such as {@code debugger/patterns.json};
     * empty for other files.
     */
    public static Optional<CollectionFile> ofRuntime(String path) {
        int slash = path.indexOf('/');
        return slash < 0 || !AgentNames.isValid(path.substring(0, slash))
                ? Optional.empty()
                : of(path.substring(0, slash), path.substring(slash + 1));
    }

    /** Returns the collection file of any kind that a path within the store denotes; empty for other files. */
    public static Optional<CollectionFile> ofPath(String path) {
        return ofRuntime(path).or(() -> ofNotes(path));
    }

    /** Returns whether the file is a knowledge graph, with an entity or relation a line. */
    public boolean isGraph() {
        return kind == ItemKind.NOTE && path.endsWith(GRAPH);
    }

    /** Returns whether the file has the {@code .gz} name of a collection of the runtime. */
    public boolean suffixed() {
        return kind.isOfRuntime() && path.endsWith(SUFFIX);
    }

    /** Returns the other name of the collection. */
    public CollectionFile twin() {
        String other = path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path + SUFFIX;
        return new CollectionFile(agent, kind, other);
    }

    /** Returns the name of the collection, the same for both of its files: {@code debugger/pattern}. */
    public String collection() {
        return kind.isOfRuntime() ? agent + "/" + kind.word() : path;
    }

    /** Returns the name of an item for messages: its id, or its position if it has none. */
    public String nameOf(Item item) {
        String id = item.id();
        return nameOf(id == null ? "#" + item.ordinal() : id);
    }

    /** Returns the name of the item with an id, for messages. */
    public String nameOf(String id) {
        return agent + "/" + kind.word() + "/" + id;
    }

    /** Returns the key of the item with an id. */
    public ItemKey keyOf(String id) {
        return new ItemKey(agent, kind, id);
    }

    @Override
    public int compareTo(CollectionFile other) {
        int byAgent = agent.compareTo(other.agent);
        int byKind = byAgent != 0 ? byAgent : kind.compareTo(other.kind);
        return byKind != 0 ? byKind : path.compareTo(other.path);
    }

    // Written out for the same reason as those of FileState: linking them at run time delays the start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CollectionFile file && compareTo(file) == 0;
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path;
    }
}

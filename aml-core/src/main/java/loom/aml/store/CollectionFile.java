package loom.aml.store;

import java.util.Optional;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file that holds the items of one agent and kind. There are two such names: {@code patterns.json}, and
 * {@code patterns.json.gz}, which another tool's compressor creates and the runtime does not read. If both files exist,
 * both are read.
 *
 * @param agent the directory
 * @param kind the kind of its items
 * @param suffixed whether it is the {@code .gz} name; independent of the encoding
 */
public record CollectionFile(String agent, ItemKind kind, boolean suffixed) implements Comparable<CollectionFile> {

    private static final String SUFFIX = ".gz";

    public CollectionFile {
        if (!AgentNames.isValid(agent)) {
            throw new IllegalArgumentException("not a valid agent name: " + agent);
        }
    }

    /** Returns the collection file that a file name in an agent's directory denotes; empty for other files. */
    public static Optional<CollectionFile> of(String agent, String fileName) {
        for (ItemKind kind : ItemKind.values()) {
            if (fileName.equals(kind.fileName())) {
                return Optional.of(new CollectionFile(agent, kind, false));
            }
            if (fileName.equals(kind.fileName() + SUFFIX)) {
                return Optional.of(new CollectionFile(agent, kind, true));
            }
        }
        return Optional.empty();
    }

    /** Returns the file of an agent that sorts before all its others. */
    static CollectionFile firstOf(String agent) {
        return new CollectionFile(agent, ItemKind.values()[0], false);
    }

    /**
     * Returns the collection file that a path within the store denotes, such as {@code debugger/patterns.json}; empty
     * for other files.
     */
    public static Optional<CollectionFile> ofPath(String path) {
        int slash = path.indexOf('/');
        return slash < 0 || !AgentNames.isValid(path.substring(0, slash))
                ? Optional.empty()
                : of(path.substring(0, slash), path.substring(slash + 1));
    }

    public String fileName() {
        return suffixed ? kind.fileName() + SUFFIX : kind.fileName();
    }

    /** Returns the other name of the collection. */
    public CollectionFile twin() {
        return new CollectionFile(agent, kind, !suffixed);
    }

    /** Returns the path within the store. */
    public String path() {
        return agent + "/" + fileName();
    }

    /** Returns the name of the collection, the same for both of its files: {@code debugger/pattern}. */
    public String collection() {
        return agent + "/" + kind.word();
    }

    /** Returns the name of an item for messages: its id, or its position if it has none. */
    public String nameOf(Item item) {
        String id = item.id();
        return collection() + "/" + (id == null ? "#" + item.ordinal() : id);
    }

    @Override
    public int compareTo(CollectionFile other) {
        int byAgent = agent.compareTo(other.agent);
        int byKind = byAgent != 0 ? byAgent : kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Boolean.compare(suffixed, other.suffixed);
    }

    // Written out for the same reason as those of FileState: linking them at run time delays the start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CollectionFile file && compareTo(file) == 0;
    }

    @Override
    public int hashCode() {
        return (agent.hashCode() * 31 + kind.ordinal()) * 31 + Boolean.hashCode(suffixed);
    }

    @Override
    public String toString() {
        return path();
    }
}

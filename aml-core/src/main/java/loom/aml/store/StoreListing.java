package loom.aml.store;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The content of a store.
 *
 * @param agents the agents, including those without a collection
 * @param collections the collection files and their versions
 * @param otherFiles every other file in an agent's directory, and writes in progress elsewhere, by path within the
 *     store
 * @param locks the lock directories, by path within the store
 * @param findings links, special files and directories that could not be listed
 */
public record StoreListing(
        SortedSet<String> agents,
        SortedMap<CollectionFile, Version> collections,
        SortedMap<String, Version> otherFiles,
        SortedMap<String, Version> locks,
        List<Finding> findings) {

    /** The character that follows the slash. */
    private static final char BEHIND_SLASH = '/' + 1;

    public StoreListing {
        agents = new TreeSet<>(agents);
        collections = new TreeMap<>(collections);
        otherFiles = new TreeMap<>(otherFiles);
        locks = new TreeMap<>(locks);
        findings = List.copyOf(findings);
    }

    /** Returns the findings about directories that could not be listed and may contain anything. */
    public List<Finding> unseen() {
        return findings.stream()
                .filter(finding -> finding.kind() != Finding.Kind.LINK)
                .toList();
    }

    /** Returns the listing of some collections alone. */
    public StoreListing only(List<CollectionFile> files) {
        SortedMap<CollectionFile, Version> some = new TreeMap<>();
        for (CollectionFile file : files) {
            Version version = collections.get(file);
            if (version != null) {
                some.put(file, version);
            }
        }
        return new StoreListing(agents, some, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    /** Returns the stored bytes of all collection files. */
    public long collectionBytes() {
        return collections.values().stream().mapToLong(Version::bytes).sum();
    }

    /** Returns the stored bytes of all files of one agent. */
    public long bytesOf(String agent) {
        long bytes = 0;
        // Both maps are sorted, so only the agent's entries are visited: this is called for each agent in turn.
        for (Map.Entry<CollectionFile, Version> collection :
                collections.tailMap(CollectionFile.firstOf(agent)).entrySet()) {
            if (!collection.getKey().agent().equals(agent)) {
                break;
            }
            bytes += collection.getValue().bytes();
        }
        for (Version other :
                otherFiles.subMap(agent + "/", agent + BEHIND_SLASH).values()) {
            bytes += other.bytes();
        }
        return bytes;
    }
}

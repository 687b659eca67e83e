package loom.aml.store;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands in a store.
 *
 * @param agents the agents, those without a collection too
 * @param collections the collection files, and which version of each
 * @param otherFiles every other file in an agent's directory, and writes in flight elsewhere, by path within the store
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

    /** What could not be seen: directories that may hold anything. */
    public List<Finding> unseen() {
        return findings.stream()
                .filter(finding -> finding.kind() != Finding.Kind.LINK)
                .toList();
    }

    /** Bytes of all collection files as stored. */
    public long collectionBytes() {
        return collections.values().stream().mapToLong(Version::bytes).sum();
    }

    /** Bytes of all files of one agent as stored. */
    public long bytesOf(String agent) {
        long bytes = 0;
        // Both maps are sorted: only what is the agent's is looked at, for this is asked of each agent in turn.
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

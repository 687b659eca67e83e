package loom.aml.store;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.io.FileState;

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
        SortedMap<CollectionFile, FileState> collections,
        SortedMap<String, FileState> otherFiles,
        SortedMap<String, FileState> locks,
        List<Finding> findings) {

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
        return collections.values().stream().mapToLong(FileState::size).sum();
    }

    /** Bytes of all files of one agent as stored. */
    public long bytesOf(String agent) {
        long bytes = 0;
        for (Map.Entry<CollectionFile, FileState> collection : collections.entrySet()) {
            if (collection.getKey().agent().equals(agent)) {
                bytes += collection.getValue().size();
            }
        }
        for (Map.Entry<String, FileState> other : otherFiles.entrySet()) {
            if (other.getKey().startsWith(agent + "/")) {
                bytes += other.getValue().size();
            }
        }
        return bytes;
    }
}

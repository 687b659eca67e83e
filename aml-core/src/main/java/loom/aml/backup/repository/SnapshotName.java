package loom.aml.backup.repository;

import java.util.Optional;

/**
 * Where the manifest of a snapshot stands.
 *
 * @param generation the id of the full snapshot that the generation began with
 * @param id begins with the time, so that names sort by age
 */
public record SnapshotName(String generation, String id) implements Comparable<SnapshotName> {
    static final String GENERATIONS = "generations/";
    private static final String SNAPSHOTS = "/snapshots/";
    private static final String SUFFIX = ".json.zst";

    /** The name of its manifest. */
    public String object() {
        return GENERATIONS + generation + SNAPSHOTS + id + SUFFIX;
    }

    /** The beginning of the names of all segments of a generation. */
    public static String segmentsOf(String generation) {
        return GENERATIONS + generation + "/segments/";
    }

    /** The snapshot whose manifest an object is, if it is one. */
    static Optional<SnapshotName> of(String object) {
        int middle = object.indexOf(SNAPSHOTS);
        if (!object.startsWith(GENERATIONS) || middle < 0 || !object.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String generation = object.substring(GENERATIONS.length(), middle);
        String id = object.substring(middle + SNAPSHOTS.length(), object.length() - SUFFIX.length());
        return id.isEmpty() || id.contains("/") || generation.contains("/")
                ? Optional.empty()
                : Optional.of(new SnapshotName(generation, id));
    }

    /** Whether the snapshot is the full one of its generation. */
    public boolean isFull() {
        return id.equals(generation);
    }

    @Override
    public int compareTo(SnapshotName other) {
        int byId = id.compareTo(other.id);
        return byId != 0 ? byId : generation.compareTo(other.generation);
    }
}

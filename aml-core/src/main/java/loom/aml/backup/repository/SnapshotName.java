package loom.aml.backup.repository;

import java.util.Optional;
import loom.aml.store.log.NumberedId;
import org.jspecify.annotations.Nullable;

/**
 * The name of a snapshot's manifest.
 *
 * <pre>
 * generations/&lt;generation&gt;/snapshots/20261123T040000.120Z-3f9a.17.json.zst   the 17th snapshot
 * generations/&lt;generation&gt;/snapshots/20261123T040000.120Z-3f9a.json.zst      one without a number, by an earlier version
 * </pre>
 *
 * <p>Names sort by the order in which snapshots were created, regardless of the clock: those without a number come first, sorted
 * by id.
 *
 * @param generation the id of the full snapshot that started the generation
 * @param id starts with the time of creation
 * @param sequence its number, from 1; 0 if absent
 */
public record SnapshotName(String generation, String id, long sequence) implements Comparable<SnapshotName> {
    static final String GENERATIONS = "generations/";
    private static final String SNAPSHOTS = "/snapshots/";
    private static final String SUFFIX = ".json.zst";

    // The generated equals of a record is linked at run time; see FileState.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SnapshotName name
                && sequence == name.sequence
                && id.equals(name.id)
                && generation.equals(name.generation);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + generation.hashCode();
    }

    /** Returns the object name of the manifest. */
    public String object() {
        return GENERATIONS + generation + SNAPSHOTS + new NumberedId(id, sequence).name() + SUFFIX;
    }

    /** Returns the common prefix of the object names of a generation's segments. */
    public static String segmentsOf(String generation) {
        return GENERATIONS + generation + "/segments/";
    }

    /** Returns the snapshot to which a manifest belongs; empty if the object is not a manifest. */
    public static Optional<SnapshotName> of(String object) {
        int middle = object.indexOf(SNAPSHOTS);
        if (!object.startsWith(GENERATIONS) || middle < 0 || !object.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String generation = object.substring(GENERATIONS.length(), middle);
        NumberedId name =
                NumberedId.of(object.substring(middle + SNAPSHOTS.length(), object.length() - SUFFIX.length()));
        return name.id().isEmpty() || name.id().contains("/") || generation.contains("/")
                ? Optional.empty()
                : Optional.of(new SnapshotName(generation, name.id(), name.sequence()));
    }

    /** Returns whether the snapshot is the full one of its generation. */
    public boolean isFull() {
        return id.equals(generation);
    }

    @Override
    public int compareTo(SnapshotName other) {
        int bySequence = Long.compare(sequence, other.sequence);
        if (bySequence != 0) {
            return bySequence;
        }
        int byId = id.compareTo(other.id);
        return byId != 0 ? byId : generation.compareTo(other.generation);
    }
}

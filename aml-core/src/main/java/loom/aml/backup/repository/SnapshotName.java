package loom.aml.backup.repository;

import java.util.Optional;
import loom.aml.store.log.NumberedId;
import org.jspecify.annotations.Nullable;

/**
 * Where the manifest of a snapshot stands.
 *
 * <pre>
 * generations/&lt;generation&gt;/snapshots/20261123T040000.120Z-3f9a.17.json.zst   the 17th snapshot
 * generations/&lt;generation&gt;/snapshots/20261123T040000.120Z-3f9a.json.zst      one from before snapshots were numbered
 * </pre>
 *
 * <p>Names sort by the order in which snapshots were made, whatever the clock said: those without a number come first, by their
 * ids.
 *
 * @param generation the id of the full snapshot that the generation began with
 * @param id begins with the time at which it was made
 * @param sequence its number, from 1; 0 if it has none
 */
public record SnapshotName(String generation, String id, long sequence) implements Comparable<SnapshotName> {
    static final String GENERATIONS = "generations/";
    private static final String SNAPSHOTS = "/snapshots/";
    private static final String SUFFIX = ".json.zst";

    // The equals that a record would get is linked at run time; see FileState.
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

    /** The name of its manifest. */
    public String object() {
        return GENERATIONS + generation + SNAPSHOTS + new NumberedId(id, sequence).name() + SUFFIX;
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
        NumberedId name =
                NumberedId.of(object.substring(middle + SNAPSHOTS.length(), object.length() - SUFFIX.length()));
        return name.id().isEmpty() || name.id().contains("/") || generation.contains("/")
                ? Optional.empty()
                : Optional.of(new SnapshotName(generation, name.id(), name.sequence()));
    }

    /** Whether the snapshot is the full one of its generation. */
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

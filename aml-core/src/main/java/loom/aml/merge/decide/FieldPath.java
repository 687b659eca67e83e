package loom.aml.merge.decide;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The path of a field with what it means for comparisons. Ordered so that the fields that settle most comparisons with the least work come
 * first.
 *
 * @param rank the work of a comparison, from 0
 */
record FieldPath(String path, FieldRole role, int rank, boolean isSubject) implements Comparable<FieldPath> {
    /** The name of an entity. Of a note, the field is a text. */
    static final FieldPath OF_ENTITY = new FieldPath("name", FieldRole.NAME, 2, true);

    /** Stores of many programs have more paths than these, which are not kept. */
    private static final int MOST_KNOWN = 1_000;

    private static final Map<String, FieldPath> KNOWN = new ConcurrentHashMap<>();

    static FieldPath of(String path) {
        FieldPath known = KNOWN.get(path);
        if (known != null) {
            return known;
        }
        FieldRole role = FieldRole.of(path);
        FieldPath made = new FieldPath(path, role, role.cost(path), FieldRole.isSubject(path));
        if (KNOWN.size() < MOST_KNOWN) {
            KNOWN.put(path, made);
        }
        return made;
    }

    @Override
    public int compareTo(FieldPath other) {
        return rank == other.rank ? path.compareTo(other.path) : Integer.compare(rank, other.rank);
    }
}

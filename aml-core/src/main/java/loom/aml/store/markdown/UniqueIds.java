package loom.aml.store.markdown;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Distinguishes items of one file that would have the same id: the second becomes {@code id~2}. */
public final class UniqueIds {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** Returns the id of the next item. */
    public String next(String id) {
        if (taken.add(id)) {
            return id;
        }
        int count = counts.getOrDefault(id, 1);
        String unique;
        do {
            count++;
            unique = id + '~' + count;
        } while (!taken.add(unique));
        counts.put(id, count);
        return unique;
    }
}

package loom.aml.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import loom.aml.json.JsonObject;

/**
 * Something for which a target has no place, for all items of a kind.
 *
 * @param what the items: {@code patterns}
 * @param count the number of items
 * @param fields the fields; empty if it is the whole item
 * @param kept where it is kept, so that the way back restores it; empty if it is dropped
 */
public record Loss(String what, int count, List<String> fields, String kept) {
    public Loss {
        fields = List.copyOf(fields);
    }

    public boolean isDropped() {
        return kept.isEmpty();
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("what", what)
                .put("count", count)
                .put("fields", fields)
                .put("kept", kept.isEmpty() ? null : kept)
                .build();
    }

    /** Collects losses by kind. */
    public static final class Tally {
        private record Key(String what, String kept) {}

        private record Sum(int[] count, SortedSet<String> fields) {}

        private final Map<Key, Sum> sums = new LinkedHashMap<>();

        /** Counts one item, unless all its fields have a place. */
        public void add(String what, List<String> fields, String kept) {
            if (fields.isEmpty() && !kept.isEmpty()) {
                return;
            }
            Sum sum = sums.computeIfAbsent(new Key(what, kept), _ -> new Sum(new int[1], new TreeSet<>()));
            sum.count[0]++;
            sum.fields.addAll(fields);
        }

        public List<Loss> losses() {
            return sums.entrySet().stream()
                    .map(each -> new Loss(
                            each.getKey().what(),
                            each.getValue().count()[0],
                            List.copyOf(each.getValue().fields()),
                            each.getKey().kept()))
                    .toList();
        }
    }
}

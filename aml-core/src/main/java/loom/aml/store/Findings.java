package loom.aml.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the findings of one file without growing with the file: of each kind the first few are kept one by one, the rest is
 * counted.
 */
public final class Findings {
    private static final int ONE_BY_ONE = 20;

    private final String where;
    private final Map<Finding.Kind, List<Finding>> kept = new EnumMap<>(Finding.Kind.class);
    private final Map<Finding.Kind, Integer> more = new EnumMap<>(Finding.Kind.class);

    /**
     * @param where what the counted rest is said of: the path of the file
     */
    public Findings(String where) {
        this.where = where;
    }

    /** Takes one in; the supplier is asked only if it is kept. */
    public void add(Finding.Kind kind, java.util.function.Supplier<Finding> finding) {
        List<Finding> some = kept.get(kind);
        if (some == null) {
            some = new ArrayList<>();
            kept.put(kind, some);
        }
        if (some.size() < ONE_BY_ONE) {
            some.add(finding.get());
        } else {
            more.put(kind, more.getOrDefault(kind, 0) + 1);
        }
    }

    /** How many of a kind were taken in. */
    public int count(Finding.Kind kind) {
        return kept.getOrDefault(kind, List.of()).size() + more.getOrDefault(kind, 0);
    }

    public List<Finding> list() {
        List<Finding> all = new ArrayList<>();
        kept.forEach((kind, some) -> {
            all.addAll(some);
            int rest = more.getOrDefault(kind, 0);
            if (rest > 0) {
                all.add(Finding.of(
                        kind,
                        where,
                        rest + " more items of the kind '" + some.getFirst().what() + "'",
                        ""));
            }
        });
        return all;
    }
}

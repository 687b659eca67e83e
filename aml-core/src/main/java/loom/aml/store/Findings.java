package loom.aml.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects the findings of one file in bounded memory: keeps the first few of each kind and counts the rest. */
public final class Findings {
    private static final int ONE_BY_ONE = 20;

    private final String where;
    private final Map<Finding.Kind, List<Finding>> kept = new EnumMap<>(Finding.Kind.class);
    private final Map<Finding.Kind, Integer> more = new EnumMap<>(Finding.Kind.class);

    /** @param where the path of the file, for the finding that reports the count */
    public Findings(String where) {
        this.where = where;
    }

    /** Adds a finding. The supplier is called only if the finding is kept. */
    public void add(Finding.Kind kind, Supplier<Finding> finding) {
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

    /** Returns the number of findings of a kind that were added. */
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

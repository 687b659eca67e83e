package loom.aml.index.query;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked: an item is found if every clause holds for it, and no excluded one does. Immutable.
 *
 * @param clauses in the order in which they were written; none means all items
 */
public record Query(List<Clause> clauses) {

    /** All items. */
    public static final Query ALL = new Query(List.of());

    public Query {
        clauses = List.copyOf(clauses);
    }

    /** The same, and one thing more. */
    public Query and(Clause clause) {
        List<Clause> more = new ArrayList<>(clauses);
        more.add(clause);
        return new Query(more);
    }

    /** The words that items are ranked by. */
    public List<Clause> words() {
        return clauses.stream()
                .filter(clause -> clause.isText() && !clause.isExcluded())
                .toList();
    }
}

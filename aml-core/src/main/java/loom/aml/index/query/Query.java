package loom.aml.index.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A search query: an item is found if every clause holds for it and no excluded one does. Immutable.
 *
 * @param clauses in the order in which they were written; none means all items
 * @param notes how the text was read where that may surprise: a field that was read as words, words that were not used
 */
public record Query(List<Clause> clauses, List<String> notes) {

    /** All items. */
    public static final Query ALL = new Query(List.of());

    public Query {
        clauses = List.copyOf(clauses);
        notes = List.copyOf(notes);
    }

    public Query(List<Clause> clauses) {
        this(clauses, List.of());
    }

    /** This query with one more clause. */
    public Query and(Clause clause) {
        List<Clause> more = new ArrayList<>(clauses);
        more.add(clause);
        return new Query(more, notes);
    }

    /** The words that items are ranked by. */
    public List<Clause> words() {
        return clauses.stream()
                .filter(clause -> clause.isText() && !clause.isExcluded())
                .toList();
    }
}

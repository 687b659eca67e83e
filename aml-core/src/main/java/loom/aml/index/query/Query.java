package loom.aml.index.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A search query: an item is found if every clause holds for it and no excluded one does. Immutable.
 *
 * @param clauses in the order in which they were written; none means all items
 * @param notes how the text was read where that may surprise: a field that was read as words, words that were not used
 */
public record Query(List<Clause> clauses, List<String> notes) {

    /** All items. */
    public static final Query ALL = new Query(List.of());

    /** Shorter beginnings are those of too many words. */
    private static final int SHORTEST_BEGINNING = 3;

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

    /**
     * Returns the query that asks for words that begin with the words of this one; empty if it has none long enough. Excluded
     * words and phrases are asked for as they are.
     */
    public Optional<Query> byBeginnings() {
        List<Clause> wider = new ArrayList<>();
        boolean isWider = false;
        for (Clause clause : clauses) {
            boolean isBeginning = clause instanceof Clause.Word word
                    && !word.isExcluded()
                    && word.text().length() >= SHORTEST_BEGINNING;
            wider.add(isBeginning ? new Clause.Beginning(((Clause.Word) clause).text()) : clause);
            isWider |= isBeginning;
        }
        return isWider ? Optional.of(new Query(wider, notes)) : Optional.empty();
    }

    /** The words that items are ranked by. */
    public List<Clause> words() {
        return clauses.stream()
                .filter(clause -> clause.isText() && !clause.isExcluded())
                .toList();
    }
}

package loom.aml.index.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A search query. An item matches if every clause holds for it and no excluded clause does. Immutable.
 *
 * @param clauses in the order of the text; an empty list matches all items
 * @param notes how the text was interpreted where that may surprise: a field that was searched as words, words that
 *     were ignored
 */
public record Query(List<Clause> clauses, List<String> notes) {

    /** Matches all items. */
    public static final Query ALL = new Query(List.of());

    /** Shorter prefixes match too many words. */
    private static final int SHORTEST_BEGINNING = 3;

    public Query {
        clauses = List.copyOf(clauses);
        notes = List.copyOf(notes);
    }

    public Query(List<Clause> clauses) {
        this(clauses, List.of());
    }

    /** Returns this query with one more clause. */
    public Query and(Clause clause) {
        List<Clause> more = new ArrayList<>(clauses);
        more.add(clause);
        return new Query(more, notes);
    }

    /** Returns this query for items whose field has a value. */
    public Query and(Name name, String value) {
        return and(new Clause.Named(name, Set.of(value), false));
    }

    /**
     * Returns a query for words that begin with the words of this one; empty if none is long enough. Excluded words and
     * phrases stay unchanged.
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

    /** Returns the word clauses, which affect the rank. */
    public List<Clause> words() {
        return clauses.stream()
                .filter(clause -> clause.isText() && !clause.isExcluded())
                .toList();
    }
}

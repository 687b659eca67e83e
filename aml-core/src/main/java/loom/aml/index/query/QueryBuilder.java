package loom.aml.index.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import loom.aml.index.text.Folding;
import loom.aml.index.text.WordSplitter;

/**
 * Collects the clauses of a query without duplicates, up to a limit that keeps searches well below a second. Pasted
 * messages repeat words; typed queries never reach the limit.
 */
final class QueryBuilder {

    /** The maximum number of clauses and words; further ones are ignored with a note. */
    static final int MOST_CLAUSES = 256;

    static final int MOST_WORDS = 512;

    private static final int MOST_NOTES = 3;

    private final List<Clause> clauses = new ArrayList<>();
    private final Set<Clause> known = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private int words;
    private boolean hasText;
    private boolean isCut;

    /** Adds a clause unless it is a duplicate or the limit is reached. */
    void add(Clause clause) {
        int more = 0;
        if (clause instanceof Clause.Word word) {
            more = WordSplitter.count(word.text());
        } else if (clause instanceof Clause.Phrase phrase) {
            more = WordSplitter.count(phrase.text());
        }
        hasText |= more > 0;
        if (known.size() == MOST_CLAUSES && !known.contains(folded(clause))) {
            isCut = true;
            return;
        }
        if (!known.add(folded(clause))) {
            return;
        }
        if (more > Clause.MOST_IN_A_ROW) {
            isCut = true;
            more = Clause.MOST_IN_A_ROW;
        }
        if (words + more > MOST_WORDS) {
            isCut = true;
            return;
        }
        words += more;
        clauses.add(clause);
    }

    /** Words match regardless of case. */
    private static Clause folded(Clause clause) {
        if (clause instanceof Clause.Word word) {
            return new Clause.Word(Folding.fold(word.text()), word.isExcluded());
        }
        return clause instanceof Clause.Phrase phrase
                ? new Clause.Phrase(Folding.fold(phrase.text()), phrase.isExcluded())
                : clause;
    }

    boolean hasText() {
        return hasText;
    }

    void note(String note) {
        if (notes.size() < MOST_NOTES) {
            notes.add(note);
        }
    }

    /** Records that the text was not used completely. */
    void isCut() {
        isCut = true;
    }

    Query build() {
        List<String> all = new ArrayList<>(notes);
        if (isCut) {
            all.add("the query is long; only its first " + Math.max(words, 1) + " words were searched");
        }
        return new Query(clauses, all);
    }
}

package loom.aml.merge.text;

import java.util.HashMap;
import java.util.Map;

/**
 * The articles of a sentence, by the place of the form that they introduce. One may be missing on one side; but "a master" and "the master" are
 * two things.
 */
public final class Articles {
    static final Articles NONE = new Articles();

    private final Map<Integer, Boolean> isDefinite = new HashMap<>();

    void add(int place, boolean definite) {
        isDefinite.put(place, definite);
    }

    /** Returns whether no noun has a definite article here and an indefinite one there. */
    public boolean agreeWith(Articles others) {
        return isDefinite.entrySet().stream()
                .allMatch(article -> article.getValue()
                        .equals(others.isDefinite.getOrDefault(article.getKey(), article.getValue())));
    }
}

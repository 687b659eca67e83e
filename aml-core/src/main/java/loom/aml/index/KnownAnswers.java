package loom.aml.index;

import java.util.LinkedHashMap;
import java.util.Map;
import loom.aml.index.query.Facets;
import loom.aml.index.query.Matches;
import loom.aml.index.query.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * The latest answers from one commit of an index, which never change. A page that is opened again, or by a second browser, is not
 * counted and ranked again. Holds at most {@value #MOST} answers of a few hundred values each. Thread-safe.
 */
final class KnownAnswers {
    private static final int MOST = 32;
    /** A longer answer takes more memory than it saves time. */
    private static final int LONGEST = 500;

    private final Map<SearchRequest, Matches> answers = new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SearchRequest, Matches> eldest) {
            return size() > MOST;
        }
    };

    synchronized @Nullable Matches find(SearchRequest request) {
        return answers.get(request);
    }

    synchronized void keep(SearchRequest request, Matches answer) {
        int values =
                answer.list().size() + answer.facets().map(KnownAnswers::values).orElse(0);
        if (values <= LONGEST) {
            answers.put(request, answer);
        }
    }

    private static int values(Facets facets) {
        return facets.agents().size() + facets.types().size() + facets.tags().size();
    }
}

package loom.aml.index;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Match;
import loom.aml.index.query.Matches;
import loom.aml.index.query.Name;
import loom.aml.index.query.NumericField;
import loom.aml.index.query.Order;
import loom.aml.index.query.Query;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/** Answers search requests from an open index. Thread-safe. */
final class LuceneSearch {
    private static final int MEASURED = 9;

    private final OpenIndex index;
    private final IndexSearcher searcher;
    private final LuceneQuery queries;

    LuceneSearch(OpenIndex index) {
        this.index = index;
        this.searcher = new IndexSearcher(index.reader());
        this.searcher.setQueryCache(null);
        this.queries = new LuceneQuery(index);
    }

    /**
     * Finds, counts and ranks items.
     *
     * @throws UnusableIndexException if the index is damaged
     * @throws IOException if the index cannot be read
     */
    Matches search(SearchRequest request) throws IOException {
        Matches known = index.answers().find(request);
        if (known != null) {
            return known;
        }
        Matches answer = LuceneCall.of(() -> answer(request));
        index.answers().keep(request, answer);
        return answer;
    }

    private Matches answer(SearchRequest request) throws IOException {
        Query query = request.query();
        boolean hasWords = !query.words().isEmpty();
        Found found = find(queries.of(query, false), request, hasWords);
        boolean isRelaxed = found.top.totalHits.value() == 0 && query.words().size() > 1;
        if (isRelaxed) {
            found = find(queries.of(query, true), request, true);
            isRelaxed = found.top.totalHits.value() > 0;
        }
        List<Match> list = new ArrayList<>();
        Reasons reasons = new Reasons(request, hasWords);
        ScoreDoc[] top = found.top.scoreDocs;
        for (int place = request.offset(); place < top.length; place++) {
            list.add(match((FieldDoc) top[place], reasons));
        }
        return new Matches(
                found.top.totalHits.value(),
                isRelaxed,
                list,
                Optional.ofNullable(found.counts).map(FacetCounts::facets));
    }

    /** Measures the time of a query after warming up: the fastest of several. */
    Duration measured() throws IOException {
        SearchRequest request = SearchRequest.of(new Query(List.of(
                new Clause.Named(Name.KIND, Set.of(ItemKind.PATTERN.word()), false),
                new Clause.Range(NumericField.CONFIDENCE, 0.5, 1, false))));
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < MEASURED; i++) {
            long began = System.nanoTime();
            LuceneCall.of(() -> answer(request));
            quickest = Math.min(quickest, System.nanoTime() - began);
        }
        return Duration.ofNanos(quickest);
    }

    /** Returns the position of an item; empty if the file does not contain the id. */
    Optional<Match> locate(CollectionFile file, long idHash) throws IOException {
        ItemTable table = index.table(file);
        int row = table.find(idHash);
        return row < 0
                ? Optional.empty()
                : Optional.of(
                        new Match(file, table.offset(row), table.length(row), table.fingerprint(row), 0, List.of()));
    }

    private record Found(TopDocs top, @Nullable FacetCounts counts) {}

    private Found find(org.apache.lucene.search.Query query, SearchRequest request, boolean hasWords)
            throws IOException {
        int places = Math.max(1, request.offset() + request.limit());
        int most = Math.max(1, Math.min(places, index.reader().maxDoc()));
        TopFieldCollector ranking = new TopFieldCollectorManager(
                        sort(request.order(), hasWords), most, null, Integer.MAX_VALUE)
                .newCollector();
        FacetCounts counts = request.facets() ? new FacetCounts() : null;
        TopDocs top = searcher.search(query, new CollectorManager<Collector, TopDocs>() {
            @Override
            public Collector newCollector() {
                return MultiCollector.wrap(ranking, counts);
            }

            @Override
            public TopDocs reduce(Collection<Collector> collectors) {
                return ranking.topDocs();
            }
        });
        if (request.limit() == 0) {
            top = new TopDocs(top.totalHits, new ScoreDoc[0]);
        }
        return new Found(top, counts);
    }

    private static Sort sort(Order order, boolean hasWords) {
        SortField first = switch (order) {
            case RELEVANCE -> hasWords ? SortField.FIELD_SCORE : highest(SearchField.WORTH);
            case CONFIDENCE -> highest(SearchField.CONFIDENCE);
            case SUCCESS -> highest(SearchField.SUCCESS);
            case RECENCY -> highest(SearchField.USED);
            case WEIGHT -> highest(SearchField.WEIGHT);
        };
        return new Sort(
                first,
                highest(SearchField.USED),
                new SortField(SearchField.COLLECTION, SortField.Type.STRING),
                new SortField(SearchField.ID, SortField.Type.LONG));
    }

    private static SortField highest(String field) {
        return new SortField(field, SortField.Type.LONG, true, Long.MIN_VALUE);
    }

    private Match match(FieldDoc found, Reasons reasons) throws IOException {
        LeafReaderContext leaf = index.reader()
                .leaves()
                .get(ReaderUtil.subIndex(found.doc, index.reader().leaves()));
        int document = found.doc - leaf.docBase;
        SortedDocValues collections = DocValues.getSorted(leaf.reader(), SearchField.COLLECTION);
        if (!collections.advanceExact(document)) {
            throw damage("an item without a collection");
        }
        CollectionFile file = CollectionFile.ofPath(PathTerm.text(collections.lookupOrd(collections.ordValue())))
                .orElseThrow(() -> damage("an item of an unknown collection"));
        ItemTable table = index.table(file);
        int row = table.find(value(leaf.reader(), SearchField.ID, document));
        if (row < 0) {
            throw damage("an item without a position");
        }
        return new Match(
                file,
                table.offset(row),
                table.length(row),
                table.fingerprint(row),
                score(reasons.order, found.fields[0]),
                reasons.of(leaf, document));
    }

    private static UnusableIndexException damage(String what) {
        return new UnusableIndexException("it is damaged: it contains " + what, false, null);
    }

    private static double score(Order order, Object sortedBy) {
        if (sortedBy instanceof Float bm25) {
            return bm25;
        }
        long value = (long) sortedBy;
        if (value == Long.MIN_VALUE) {
            return 0;
        }
        return switch (order) {
            case RELEVANCE -> NumericUtils.sortableIntToFloat((int) value);
            case RECENCY -> value;
            case CONFIDENCE, SUCCESS, WEIGHT -> NumericUtils.sortableLongToDouble(value);
        };
    }

    private static long value(LeafReader reader, String field, int document) throws IOException {
        NumericDocValues values = DocValues.getNumeric(reader, field);
        return values.advanceExact(document) ? values.longValue() : Long.MIN_VALUE;
    }

    /** Explains the scores of one answer. */
    private final class Reasons {
        private final Order order;
        private final List<String> words = new ArrayList<>();
        private final List<Weight> weights = new ArrayList<>();
        private final List<String> figures;

        Reasons(SearchRequest request, boolean hasWords) throws IOException {
            order = request.order();
            if (!request.reasons()) {
                figures = List.of();
                return;
            }
            boolean isByWords = hasWords && request.order() == Order.RELEVANCE;
            figures = isByWords
                    ? List.of()
                    : switch (request.order()) {
                        case RELEVANCE -> List.of(SearchField.CONFIDENCE, SearchField.SUCCESS);
                        case CONFIDENCE -> List.of(SearchField.CONFIDENCE);
                        case SUCCESS -> List.of(SearchField.SUCCESS);
                        case WEIGHT -> List.of(SearchField.WEIGHT);
                        case RECENCY -> List.of();
                    };
            if (isByWords) {
                for (Clause clause : request.query().words()) {
                    words.add(clause.words());
                    weights.add(searcher.createWeight(searcher.rewrite(queries.of(clause)), ScoreMode.COMPLETE, 1));
                }
            }
        }

        List<Match.Reason> of(LeafReaderContext leaf, int document) throws IOException {
            List<Match.Reason> reasons = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                Explanation explanation = weights.get(i).explain(leaf, document);
                if (explanation.isMatch()) {
                    reasons.add(new Match.Reason(
                            words.get(i), explanation.getValue().doubleValue()));
                }
            }
            for (String figure : figures) {
                long value = value(leaf.reader(), figure, document);
                if (value != Long.MIN_VALUE) {
                    reasons.add(new Match.Reason(figure, NumericUtils.sortableLongToDouble(value)));
                }
            }
            return reasons;
        }
    }
}

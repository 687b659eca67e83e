package loom.aml.index;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Name;
import loom.aml.index.query.NumericField;
import loom.aml.index.query.Query;
import loom.aml.index.text.Symbols;
import loom.aml.item.Fingerprint;
import loom.aml.store.CollectionFile;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Translates a query to Lucene queries for an open index. */
final class LuceneQuery {
    private static final int MOST_SIGNS = 64;

    private final OpenIndex index;

    LuceneQuery(OpenIndex index) {
        this.index = index;
    }

    /**
     * Translates the whole query.
     *
     * @param any whether any word suffices instead of all
     */
    org.apache.lucene.search.Query of(Query query, boolean any) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        // Excludes the documents of files, which have no id.
        all.add(new FieldExistsQuery(SearchField.ID), Occur.FILTER);
        for (Clause clause : query.clauses()) {
            Occur occur = clause.isExcluded()
                    ? Occur.MUST_NOT
                    : !clause.isText() ? Occur.FILTER : any ? Occur.SHOULD : Occur.MUST;
            all.add(of(clause), occur);
        }
        if (any) {
            all.setMinimumNumberShouldMatch(1);
        }
        return all.build();
    }

    /** Translates one clause, ignoring whether it is excluded. */
    org.apache.lucene.search.Query of(Clause clause) throws IOException {
        if (clause instanceof Clause.Word word) {
            return word(word.text());
        }
        if (clause instanceof Clause.Phrase phrase) {
            return inARow(QueryTerm.of(phrase.text()).parts());
        }
        if (clause instanceof Clause.Beginning beginning) {
            return beginning(QueryTerm.of(beginning.text()).parts());
        }
        if (clause instanceof Clause.Symbols signs) {
            return signs(signs.text());
        }
        if (clause instanceof Clause.Named named) {
            return named(named);
        }
        if (clause instanceof Clause.Range range) {
            return range(range);
        }
        Clause.Used used = (Clause.Used) clause;
        return points(SearchField.USED, ItemDocument.millis(used.from()), ItemDocument.millis(used.to()));
    }

    private org.apache.lucene.search.Query word(String text) throws IOException {
        QueryTerm words = QueryTerm.of(text);
        org.apache.lucene.search.Query parts = inARow(words.parts());
        BooleanQuery.Builder word = new BooleanQuery.Builder();
        if (words.whole() == null) {
            word.add(parts, Occur.SHOULD);
        } else {
            // Every item with the whole word also has its parts in a row; the whole only raises the rank.
            BooleanQuery.Builder exact = new BooleanQuery.Builder();
            exact.add(parts, Occur.MUST);
            exact.add(new TermQuery(new Term(SearchField.TEXT, words.whole())), Occur.SHOULD);
            word.add(exact.build(), Occur.SHOULD);
        }
        for (BytesRef key : keysOf(text)) {
            word.add(new ConstantScoreQuery(new TermQuery(new Term(SearchField.KEY, key))), Occur.SHOULD);
        }
        BooleanQuery built = word.build();
        return built.clauses().size() == 1 ? built.clauses().getFirst().query() : built;
    }

    private static org.apache.lucene.search.Query inARow(List<String> parts) {
        if (parts.isEmpty()) {
            return new MatchNoDocsQuery("no words");
        }
        if (parts.size() == 1) {
            return new TermQuery(new Term(SearchField.TEXT, parts.getFirst()));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        for (String part : parts.subList(0, Math.min(parts.size(), Clause.MOST_IN_A_ROW))) {
            phrase.add(new Term(SearchField.TEXT, part));
        }
        return phrase.build();
    }

    /** The last part is a prefix; the parts before it may be anywhere in the item. */
    private static org.apache.lucene.search.Query beginning(List<String> parts) {
        if (parts.isEmpty()) {
            return new MatchNoDocsQuery("no words");
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String part : parts.subList(0, Math.min(parts.size() - 1, Clause.MOST_IN_A_ROW))) {
            all.add(new TermQuery(new Term(SearchField.TEXT, part)), Occur.MUST);
        }
        all.add(new PrefixQuery(new Term(SearchField.TEXT, parts.getLast())), Occur.MUST);
        return all.build();
    }

    private static org.apache.lucene.search.Query signs(String text) {
        int[] signs = text.codePoints().filter(Symbols::isSign).distinct().toArray();
        if (signs.length == 0) {
            return new MatchNoDocsQuery("no signs");
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int i = 0; i < Math.min(signs.length, MOST_SIGNS); i++) {
            all.add(new TermQuery(new Term(SearchField.SIGN, SymbolStream.termOf(signs[i]))), Occur.FILTER);
        }
        return all.build();
    }

    private org.apache.lucene.search.Query named(Clause.Named named) throws IOException {
        return switch (named.name()) {
            case TAG -> anyOf(SearchField.TAG, named.anyOf(), tag -> new BytesRef(ItemDocument.folded(tag)));
            case TYPE -> anyOf(SearchField.TYPE, named.anyOf(), type -> new BytesRef(ItemDocument.folded(type)));
            case ACTIVE -> anyOf(SearchField.ACTIVE, named.anyOf(), BytesRef::new);
            case AGENT, KIND -> anyOf(SearchField.COLLECTION, files(named), PathTerm::of);
            case ID -> {
                List<BytesRef> keys = new ArrayList<>();
                for (String id : named.anyOf()) {
                    keys.addAll(keysOf(id));
                }
                yield new ConstantScoreQuery(new TermInSetQuery(SearchField.KEY, keys));
            }
        };
    }

    /** A set instead of clauses, because there may be as many values as the store has agents. */
    private static org.apache.lucene.search.Query anyOf(
            String field, Collection<String> values, Function<String, BytesRef> term) {
        List<BytesRef> terms = new ArrayList<>(values.size());
        for (String value : values) {
            terms.add(term.apply(value));
        }
        return new ConstantScoreQuery(
                terms.size() == 1
                        ? new TermQuery(new Term(field, terms.getFirst()))
                        : new TermInSetQuery(field, terms));
    }

    private List<String> files(Clause.Named named) {
        boolean isAgent = named.name() == Name.AGENT;
        Set<String> wanted = isAgent ? agents(named.anyOf()) : named.anyOf();
        List<String> paths = new ArrayList<>();
        for (CollectionFile file : index.files()) {
            if (wanted.contains(isAgent ? file.agent() : file.kind().word())) {
                paths.add(file.path());
            }
        }
        return paths;
    }

    /**
     * Returns the agents to search. Keyboards and file systems normalize Unicode differently, so a name in another
     * normalization matches unless there is an exact match.
     */
    private Set<String> agents(Set<String> named) {
        Set<String> agents = new HashSet<>();
        Set<String> other = new HashSet<>();
        for (CollectionFile file : index.files()) {
            if (named.contains(file.agent())) {
                agents.add(file.agent());
            }
        }
        for (String name : named) {
            if (!agents.contains(name)) {
                other.add(Normalizer.normalize(name, Normalizer.Form.NFC));
            }
        }
        if (!other.isEmpty()) {
            for (CollectionFile file : index.files()) {
                if (other.contains(Normalizer.normalize(file.agent(), Normalizer.Form.NFC))) {
                    agents.add(file.agent());
                }
            }
        }
        return agents;
    }

    private static org.apache.lucene.search.Query range(Clause.Range range) {
        long min = ItemDocument.sortable(range.min());
        long max = ItemDocument.sortable(range.max());
        return range.figure() == NumericField.CONFIDENCE || range.figure() == NumericField.SUCCESS
                ? points(fieldOf(range.figure()), min, max)
                : SortedNumericDocValuesField.newSlowRangeQuery(fieldOf(range.figure()), min, max);
    }

    static String fieldOf(NumericField figure) {
        return switch (figure) {
            case CONFIDENCE -> SearchField.CONFIDENCE;
            case SUCCESS -> SearchField.SUCCESS;
            case EXECUTIONS -> SearchField.EXECUTIONS;
            case WEIGHT -> SearchField.WEIGHT;
        };
    }

    private static org.apache.lucene.search.Query points(String field, long min, long max) {
        return new IndexOrDocValuesQuery(
                LongPoint.newRangeQuery(field, min, max),
                SortedNumericDocValuesField.newSlowRangeQuery(field, min, max));
    }

    /** Returns the document keys of an id in all files. */
    private List<BytesRef> keysOf(String id) throws IOException {
        List<BytesRef> keys = new ArrayList<>();
        for (long hash : Fingerprint.ofIdAsWritten(id)) {
            addKeys(ItemDocument.keyPrefix(hash), keys);
        }
        return keys;
    }

    private void addKeys(BytesRef prefix, List<BytesRef> keys) throws IOException {
        for (LeafReaderContext leaf : index.reader().leaves()) {
            Terms terms = leaf.reader().terms(SearchField.KEY);
            if (terms == null) {
                continue;
            }
            TermsEnum at = terms.iterator();
            TermsEnum.SeekStatus found = at.seekCeil(prefix);
            BytesRef key = found == TermsEnum.SeekStatus.END ? null : at.term();
            while (key != null && StringHelper.startsWith(key, prefix)) {
                if (!keys.contains(key)) {
                    keys.add(BytesRef.deepCopyOf(key));
                }
                key = at.next();
            }
        }
    }
}

package loom.aml.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Figure;
import loom.aml.index.query.Query;
import loom.aml.index.text.WordSplitter;
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
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Says a query in terms of an open index. */
final class LuceneQuery {
    private final OpenIndex index;

    LuceneQuery(OpenIndex index) {
        this.index = index;
    }

    /**
     * The whole query.
     *
     * @param any whether any of the words is enough, instead of all
     */
    org.apache.lucene.search.Query of(Query query, boolean any) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        // Documents of files have no id, so they are never found.
        all.add(new FieldExistsQuery(IndexField.ID), Occur.FILTER);
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

    /** One clause of it, whether excluded or not. */
    org.apache.lucene.search.Query of(Clause clause) throws IOException {
        if (clause instanceof Clause.Word word) {
            return word(word.text());
        }
        if (clause instanceof Clause.Phrase phrase) {
            return inARow(Words.of(phrase.text()).parts);
        }
        if (clause instanceof Clause.Named named) {
            return named(named);
        }
        if (clause instanceof Clause.Range range) {
            return range(range);
        }
        Clause.Used used = (Clause.Used) clause;
        return points(IndexField.USED, ItemDocument.millis(used.from()), ItemDocument.millis(used.to()));
    }

    private org.apache.lucene.search.Query word(String text) throws IOException {
        Words words = Words.of(text);
        org.apache.lucene.search.Query parts = inARow(words.parts);
        BooleanQuery.Builder word = new BooleanQuery.Builder();
        if (words.whole == null) {
            word.add(parts, Occur.SHOULD);
        } else {
            // Whatever has the whole has its parts in a row, too; it only ranks higher.
            BooleanQuery.Builder exact = new BooleanQuery.Builder();
            exact.add(parts, Occur.MUST);
            exact.add(new TermQuery(new Term(IndexField.TEXT, words.whole)), Occur.SHOULD);
            word.add(exact.build(), Occur.SHOULD);
        }
        for (BytesRef key : keysOf(text)) {
            word.add(new ConstantScoreQuery(new TermQuery(new Term(IndexField.KEY, key))), Occur.SHOULD);
        }
        BooleanQuery built = word.build();
        return built.clauses().size() == 1 ? built.clauses().getFirst().query() : built;
    }

    private static org.apache.lucene.search.Query inARow(List<String> parts) {
        if (parts.isEmpty()) {
            return new MatchNoDocsQuery("no words");
        }
        if (parts.size() == 1) {
            return new TermQuery(new Term(IndexField.TEXT, parts.getFirst()));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        parts.forEach(part -> phrase.add(new Term(IndexField.TEXT, part)));
        return phrase.build();
    }

    private org.apache.lucene.search.Query named(Clause.Named named) throws IOException {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        switch (named.name()) {
            case TAG ->
                named.anyOf().forEach(tag -> any.add(term(IndexField.TAG, ItemDocument.folded(tag)), Occur.SHOULD));
            case TYPE ->
                named.anyOf().forEach(type -> any.add(term(IndexField.TYPE, ItemDocument.folded(type)), Occur.SHOULD));
            case ACTIVE -> named.anyOf().forEach(active -> any.add(term(IndexField.ACTIVE, active), Occur.SHOULD));
            case AGENT, KIND ->
                files(named)
                        .forEach(path -> any.add(
                                new TermQuery(new Term(IndexField.COLLECTION, PathTerm.of(path))), Occur.SHOULD));
            case ID -> {
                for (String id : named.anyOf()) {
                    for (BytesRef key : keysOf(id)) {
                        any.add(new TermQuery(new Term(IndexField.KEY, key)), Occur.SHOULD);
                    }
                }
            }
        }
        return new ConstantScoreQuery(any.build());
    }

    private static org.apache.lucene.search.Query term(String field, String value) {
        return new TermQuery(new Term(field, value));
    }

    private List<String> files(Clause.Named named) {
        Set<String> wanted = named.anyOf();
        List<String> paths = new ArrayList<>();
        for (CollectionFile file : index.files()) {
            String value = named.name() == loom.aml.index.query.Name.AGENT
                    ? file.agent()
                    : file.kind().word();
            if (wanted.contains(value)) {
                paths.add(file.path());
            }
        }
        return paths;
    }

    private static org.apache.lucene.search.Query range(Clause.Range range) {
        long min = ItemDocument.sortable(range.min());
        long max = ItemDocument.sortable(range.max());
        return range.figure() == Figure.CONFIDENCE || range.figure() == Figure.SUCCESS
                ? points(fieldOf(range.figure()), min, max)
                : SortedNumericDocValuesField.newSlowRangeQuery(fieldOf(range.figure()), min, max);
    }

    static String fieldOf(Figure figure) {
        return switch (figure) {
            case CONFIDENCE -> IndexField.CONFIDENCE;
            case SUCCESS -> IndexField.SUCCESS;
            case EXECUTIONS -> IndexField.EXECUTIONS;
            case WEIGHT -> IndexField.WEIGHT;
        };
    }

    private static org.apache.lucene.search.Query points(String field, long min, long max) {
        return new IndexOrDocValuesQuery(
                LongPoint.newRangeQuery(field, min, max),
                SortedNumericDocValuesField.newSlowRangeQuery(field, min, max));
    }

    /** What the documents of an id are known by, whatever the files. */
    private List<BytesRef> keysOf(String id) throws IOException {
        BytesRef prefix = ItemDocument.keyPrefix(Fingerprint.ofId(id));
        List<BytesRef> keys = new ArrayList<>();
        for (LeafReaderContext leaf : index.reader().leaves()) {
            Terms terms = leaf.reader().terms(IndexField.KEY);
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
        return keys;
    }

    /** A word as the index has it. */
    private static final class Words implements WordSplitter.Sink {
        private final List<String> parts = new ArrayList<>();
        private @org.jspecify.annotations.Nullable String whole;
        private @org.jspecify.annotations.Nullable String before;

        static Words of(String text) {
            Words words = new Words();
            new WordSplitter(words).split(text);
            if (words.before != null) {
                words.parts.add(words.before);
            }
            return words;
        }

        /** A whole is told before its parts, and the first of these stands where it stands. */
        @Override
        public void word(char[] text, int from, int to, boolean advances) {
            if (before != null && advances) {
                parts.add(before);
            } else if (before != null) {
                whole = before;
            }
            before = new String(text, from, to - from);
        }
    }
}

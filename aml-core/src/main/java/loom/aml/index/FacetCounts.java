package loom.aml.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import loom.aml.index.query.Facets;
import loom.aml.store.CollectionFile;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts the matching items by agent, kind, type and tag. */
final class FacetCounts extends SimpleCollector {
    private final Map<String, Long> collections = new HashMap<>();
    private final Map<String, Long> types = new HashMap<>();
    private final Map<String, Long> tags = new HashMap<>();

    private SortedDocValues leafCollections = DocValues.emptySorted();
    private SortedDocValues leafTypes = DocValues.emptySorted();
    private SortedSetDocValues leafTags = DocValues.emptySortedSet();
    private long[] ofCollection = new long[0];
    private long[] ofType = new long[0];
    private long[] ofTag = new long[0];

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
        leafCollections = DocValues.getSorted(leaf.reader(), SearchField.COLLECTION);
        leafTypes = DocValues.getSorted(leaf.reader(), SearchField.TYPE);
        leafTags = DocValues.getSortedSet(leaf.reader(), SearchField.TAG);
        ofCollection = new long[leafCollections.getValueCount()];
        ofType = new long[leafTypes.getValueCount()];
        ofTag = new long[(int) leafTags.getValueCount()];
    }

    @Override
    public void collect(int document) throws IOException {
        if (leafCollections.advanceExact(document)) {
            ofCollection[leafCollections.ordValue()]++;
        }
        if (leafTypes.advanceExact(document)) {
            ofType[leafTypes.ordValue()]++;
        }
        if (leafTags.advanceExact(document)) {
            for (int i = leafTags.docValueCount(); i > 0; i--) {
                ofTag[(int) leafTags.nextOrd()]++;
            }
        }
    }

    @Override
    public void finish() throws IOException {
        for (int ord = 0; ord < ofCollection.length; ord++) {
            add(collections, PathTerm.text(leafCollections.lookupOrd(ord)), ofCollection[ord]);
        }
        for (int ord = 0; ord < ofType.length; ord++) {
            add(types, leafTypes.lookupOrd(ord).utf8ToString(), ofType[ord]);
        }
        for (int ord = 0; ord < ofTag.length; ord++) {
            add(tags, leafTags.lookupOrd(ord).utf8ToString(), ofTag[ord]);
        }
    }

    private static void add(Map<String, Long> counts, String name, long count) {
        if (count > 0) {
            counts.merge(name, count, Long::sum);
        }
    }

    Facets facets() {
        Map<String, Long> agents = new HashMap<>();
        Map<String, Long> kinds = new HashMap<>();
        collections.forEach((path, count) -> {
            CollectionFile file = CollectionFile.ofPath(path).orElseThrow();
            agents.merge(file.agent(), count, Long::sum);
            kinds.merge(file.kind().word(), count, Long::sum);
        });
        return new Facets(agents, kinds, types, tags);
    }
}

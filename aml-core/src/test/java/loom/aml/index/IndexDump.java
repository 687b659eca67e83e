package loom.aml.index;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.store.CollectionFile;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.Directory;

/** Dumps the content of an index, field by field, in an order that does not depend on its history. */
final class IndexDump {
    private IndexDump() {}

    static SortedMap<String, SortedMap<String, String>> of(Directory directory) throws IOException {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        try (OpenIndex index = OpenIndex.open(directory)) {
            for (LeafReaderContext context : index.reader().leaves()) {
                leaf(context.reader(), index, all);
            }
            for (CollectionFile file : index.files()) {
                SortedMap<String, String> known = new TreeMap<>();
                known.put("version", index.collection(file).orElseThrow().version());
                known.put("beside", index.collection(file).orElseThrow().beside());
                known.put("items", Integer.toString(index.table(file).size()));
                all.put("file " + file, known);
            }
        }
        return all;
    }

    private static void leaf(LeafReader leaf, OpenIndex index, SortedMap<String, SortedMap<String, String>> all)
            throws IOException {
        SortedMap<Integer, SortedMap<String, String>> documents = new TreeMap<>();
        for (int document = 0; document < leaf.maxDoc(); document++) {
            if (leaf.getLiveDocs() == null || leaf.getLiveDocs().get(document)) {
                documents.put(document, new TreeMap<>());
            }
        }
        for (FieldInfo field : leaf.getFieldInfos()) {
            values(leaf, field, documents);
            terms(leaf, field.name, documents);
        }
        for (SortedMap<String, String> document : documents.values()) {
            String id = document.get("id value");
            if (id != null) {
                CollectionFile file =
                        CollectionFile.ofPath(document.get("collection value")).orElseThrow();
                ItemTable table = index.table(file);
                int row = table.find(Long.parseLong(id));
                document.put("stands at", table.offset(row) + "+" + table.length(row) + " " + table.fingerprint(row));
                String clash = file + " " + id;
                if (all.put(clash, document) != null) {
                    throw new AssertionError("twice in the index: " + clash);
                }
            }
        }
    }

    private static void values(
            LeafReader leaf, FieldInfo field, SortedMap<Integer, SortedMap<String, String>> documents)
            throws IOException {
        String name = field.name + " value";
        switch (field.getDocValuesType()) {
            case NUMERIC -> {
                NumericDocValues values = DocValues.getNumeric(leaf, field.name);
                while (values.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
                    add(documents, values.docID(), name, Long.toString(values.longValue()));
                }
            }
            case SORTED -> {
                SortedDocValues values = DocValues.getSorted(leaf, field.name);
                while (values.nextDoc() != SortedDocValues.NO_MORE_DOCS) {
                    add(
                            documents,
                            values.docID(),
                            name,
                            values.lookupOrd(values.ordValue()).utf8ToString());
                }
            }
            case SORTED_SET -> {
                SortedSetDocValues values = DocValues.getSortedSet(leaf, field.name);
                while (values.nextDoc() != SortedSetDocValues.NO_MORE_DOCS) {
                    for (int i = values.docValueCount(); i > 0; i--) {
                        add(
                                documents,
                                values.docID(),
                                name,
                                values.lookupOrd(values.nextOrd()).utf8ToString());
                    }
                }
            }
            case NONE, BINARY, SORTED_NUMERIC -> {
                // Documents of files.
            }
        }
    }

    private static void terms(LeafReader leaf, String field, SortedMap<Integer, SortedMap<String, String>> documents)
            throws IOException {
        Terms terms = leaf.terms(field);
        if (terms == null) {
            return;
        }
        TermsEnum each = terms.iterator();
        while (each.next() != null) {
            PostingsEnum postings = each.postings(null, PostingsEnum.POSITIONS);
            while (postings.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
                StringBuilder where = new StringBuilder(each.term().toString()).append('@');
                for (int i = terms.hasPositions() ? postings.freq() : 0; i > 0; i--) {
                    where.append(postings.nextPosition()).append(',');
                }
                add(documents, postings.docID(), field + " terms", where.toString());
            }
        }
    }

    private static void add(
            SortedMap<Integer, SortedMap<String, String>> documents, int document, String name, String value) {
        if (documents.containsKey(document)) {
            documents.get(document).merge(name, value, (one, other) -> one + " " + other);
        }
    }
}

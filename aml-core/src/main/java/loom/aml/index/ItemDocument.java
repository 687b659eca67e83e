package loom.aml.index;

import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.zip.CRC32;
import loom.aml.index.text.Folding;
import loom.aml.index.text.ItemText;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import loom.aml.store.CollectionFile;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/** Creates the documents of the items of one collection file. Not thread-safe. */
final class ItemDocument {
    private static final FieldType TERM = type(IndexOptions.DOCS, true);
    private static final FieldType TERMS = streamed();

    /** The maximum number of tags of an item that facets count, to limit memory. All tags can be searched. */
    private static final int MOST_COUNTED_TAGS = 1_000;

    static final FieldType WORDS = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);

    private final ItemKind kind;
    private final int file;
    private final WordStream words = new WordStream();
    private final ItemText text = new ItemText(words);
    private final SymbolStream signs = new SymbolStream();
    private final TagStream tags = new TagStream();
    private final IndexableField tagField = new org.apache.lucene.document.Field(SearchField.TAG, tags, TERMS);
    private final IndexableField signField = new org.apache.lucene.document.Field(SearchField.SIGN, signs, TERMS);
    private final IndexableField textField = new org.apache.lucene.document.Field(SearchField.TEXT, words, WORDS);
    private final List<IndexableField> ofFile;
    private final List<IndexableField> fields = new ArrayList<>();

    ItemDocument(CollectionFile file) {
        this.kind = file.kind();
        this.file = checksum(file);
        BytesRef path = PathTerm.of(file.path());
        this.ofFile = List.of(
                new org.apache.lucene.document.Field(SearchField.COLLECTION, path, TERM),
                new SortedDocValuesField(SearchField.COLLECTION, path));
    }

    private static FieldType type(IndexOptions options, boolean omitsNorms) {
        FieldType type = new FieldType();
        type.setIndexOptions(options);
        type.setOmitNorms(omitsNorms);
        type.setTokenized(!omitsNorms);
        type.setDocValuesType(DocValuesType.NONE);
        type.freeze();
        return type;
    }

    private static int checksum(CollectionFile file) {
        CRC32 checksum = new CRC32();
        BytesRef path = PathTerm.of(file.path());
        checksum.update(path.bytes, path.offset, path.length);
        return (int) checksum.getValue();
    }

    private static FieldType streamed() {
        FieldType type = new FieldType(TERM);
        type.setTokenized(true);
        type.freeze();
        return type;
    }

    /** Returns the key of an item's document. */
    static BytesRef key(long idHash, int file) {
        byte[] key = new byte[Long.BYTES + Integer.BYTES];
        NumericUtils.longToSortableBytes(idHash, key, 0);
        NumericUtils.intToSortableBytes(file, key, Long.BYTES);
        return new BytesRef(key);
    }

    /** Returns the prefix of the keys of all items with an id, in any file. */
    static BytesRef keyPrefix(long idHash) {
        byte[] key = new byte[Long.BYTES];
        NumericUtils.longToSortableBytes(idHash, key, 0);
        return new BytesRef(key);
    }

    Term key(long idHash) {
        return new Term(SearchField.KEY, key(idHash, file));
    }

    /** Returns the fields of an item; valid until the next call. */
    List<IndexableField> of(Item item, long idHash) {
        fields.clear();
        fields.add(term(SearchField.KEY, key(idHash, file)));
        fields.addAll(ofFile);
        fields.add(new NumericDocValuesField(SearchField.ID, idHash));
        fields.add(term(SearchField.ACTIVE, new BytesRef(Boolean.toString(item.isActive()))));
        String type = item.type();
        if (type != null) {
            fields.add(term(SearchField.TYPE, new BytesRef(folded(type))));
            fields.add(new SortedDocValuesField(SearchField.TYPE, new BytesRef(shortened(type))));
        }
        tags(item);
        figures(item);
        time(item);
        words.clear();
        text.read(item);
        fields.add(textField);
        signs.set(text.signs());
        fields.add(signField);
        return fields;
    }

    private void tags(Item item) {
        List<String> tags = item.strings(Field.TAGS);
        if (tags.isEmpty()) {
            return;
        }
        this.tags.set(tags);
        fields.add(tagField);
        for (String tag : tags.subList(0, Math.min(tags.size(), MOST_COUNTED_TAGS))) {
            fields.add(new SortedSetDocValuesField(SearchField.TAG, new BytesRef(shortened(tag))));
        }
    }

    private void figures(Item item) {
        OptionalDouble confidence = item.confidence();
        OptionalDouble success = item.successRate();
        confidence.ifPresent(value -> point(SearchField.CONFIDENCE, sortable(value)));
        success.ifPresent(value -> point(SearchField.SUCCESS, sortable(value)));
        if (confidence.isPresent() && success.isPresent()) {
            // Used for sorting only, so half the bits suffice.
            value(SearchField.WORTH, NumericUtils.floatToSortableInt((float) worth(confidence, success)));
        }
        if (kind == ItemKind.PATTERN) {
            value(SearchField.EXECUTIONS, sortable(item.executions()));
            value(SearchField.WEIGHT, sortable(ValueScore.of(item)));
        }
    }

    private static double worth(OptionalDouble confidence, OptionalDouble success) {
        return confidence.getAsDouble() * success.getAsDouble() + 0.0;
    }

    private void time(Item item) {
        Instant used = item.lastUsed();
        if (used != null) {
            point(SearchField.USED, millis(used));
        }
    }

    /** Returns a long with the same order as the double. */
    static long sortable(double value) {
        // Converts minus zero to zero.
        return NumericUtils.doubleToSortableLong(value + 0.0);
    }

    /** Returns milliseconds since 1970, limited to the range of a long. */
    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    /** Returns the form in which types and tags are compared. */
    static String folded(String text) {
        return shortened(Folding.fold(Normalizer.normalize(text, Normalizer.Form.NFC)));
    }

    private static String shortened(String text) {
        return text.length() <= 1_000 ? text : text.substring(0, 1_000);
    }

    private void point(String field, long value) {
        fields.add(new LongPoint(field, value));
        value(field, value);
    }

    private void value(String field, long value) {
        fields.add(new NumericDocValuesField(field, value));
    }

    private static IndexableField term(String field, BytesRef value) {
        return new org.apache.lucene.document.Field(field, value, TERM);
    }
}

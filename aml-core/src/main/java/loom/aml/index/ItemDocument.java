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

/** Makes documents of the items of one collection file, one after another. Not safe for use by several threads. */
final class ItemDocument {
    private static final FieldType TERM = type(IndexOptions.DOCS, true);
    private static final FieldType TERMS = streamed();

    /** An item is found by each of its tags, but counted under so many at most: a million of them once filled the memory. */
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

    /** What the document of an item is known by. */
    static BytesRef key(long idHash, int file) {
        byte[] key = new byte[Long.BYTES + Integer.BYTES];
        NumericUtils.longToSortableBytes(idHash, key, 0);
        NumericUtils.intToSortableBytes(file, key, Long.BYTES);
        return new BytesRef(key);
    }

    /** The part of the key that all versions of an id share, wherever they stand. */
    static BytesRef keyPrefix(long idHash) {
        byte[] key = new byte[Long.BYTES];
        NumericUtils.longToSortableBytes(idHash, key, 0);
        return new BytesRef(key);
    }

    Term key(long idHash) {
        return new Term(SearchField.KEY, key(idHash, file));
    }

    /** The fields of an item; valid until the next call. */
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
            // Only sorted by, so half the bits will do.
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

    /** As a whole number that has the order of the double. */
    static long sortable(double value) {
        // Minus zero is zero.
        return NumericUtils.doubleToSortableLong(value + 0.0);
    }

    /** Milliseconds since 1970; what lies beyond what they can count is the farthest that they can. */
    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    /** How types and tags are compared. */
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

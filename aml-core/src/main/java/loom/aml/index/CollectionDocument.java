package loom.aml.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/** Converts {@link CollectionEntry} to and from Lucene documents. */
final class CollectionDocument {
    private CollectionDocument() {}

    /** Returns the key of a file's document. */
    static Term key(CollectionFile file) {
        return new Term(SearchField.FILE, PathTerm.of(file.path()));
    }

    static List<IndexableField> of(CollectionEntry collection, ItemTable table) {
        return List.of(
                new StringField(SearchField.FILE, PathTerm.of(collection.file().path()), Store.NO),
                new BinaryDocValuesField(
                        SearchField.STATE, new BytesRef(collection.toJson().toString())),
                new BinaryDocValuesField(SearchField.TABLE, new BytesRef(table.bytes())),
                // An empty text: if every document has the field, Lucene looks up its length in one step.
                new Field(SearchField.TEXT, new WordStream(), ItemDocument.WORDS));
    }

    /** Parses the value of {@link SearchField#STATE}. */
    static CollectionEntry parse(BytesRef state) throws IOException {
        return CollectionEntry.parse(
                JsonObject.parse(Arrays.copyOfRange(state.bytes, state.offset, state.offset + state.length)));
    }
}

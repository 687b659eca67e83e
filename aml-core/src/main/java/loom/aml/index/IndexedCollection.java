package loom.aml.index;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.io.FileState;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * What an index knows of a collection file as a whole.
 *
 * @param version the version that was read, as {@link #versionOf} tells it
 * @param isRacy whether the file could have changed afterwards without its state showing it
 * @param beside the version of the plain file that stood beside a suffixed one, whose items count first; empty if none did
 * @param trouble why nothing is known of its items; nothing if it was read
 */
record IndexedCollection(
        CollectionFile file, String version, boolean isRacy, String beside, Optional<Finding> trouble) {

    /** Tells versions of a file apart without reading it. */
    static String versionOf(FileState state) {
        return state.isMissing() ? "" : state.size() + " " + state.modified() + " " + state.key();
    }

    /** What is known of a file whose items could be read. */
    static IndexedCollection read(CollectionFile file, FileState state, Instant lookedAt, String beside) {
        return new IndexedCollection(file, versionOf(state), state.isRacy(lookedAt), beside, Optional.empty());
    }

    /** What is known of a file that could not be read. */
    static IndexedCollection unread(
            CollectionFile file, FileState state, Instant lookedAt, String beside, Finding trouble) {
        // What another look may find otherwise, with the file as it is, is looked at again.
        boolean mayChange = trouble.kind() != Finding.Kind.DAMAGED || state.isRacy(lookedAt);
        return new IndexedCollection(file, versionOf(state), mayChange, beside, Optional.of(trouble));
    }

    /** Whether the file is still the one that was read. */
    boolean isOf(FileState state, String besideNow) {
        return !isRacy && version.equals(versionOf(state)) && beside.equals(besideNow);
    }

    static Term key(CollectionFile file) {
        return new Term(IndexField.FILE, file.path());
    }

    /** The document of the file. */
    List<IndexableField> document(ItemTable table) {
        List<IndexableField> fields = new ArrayList<>();
        fields.add(new StringField(IndexField.FILE, file.path(), Store.NO));
        fields.add(new BinaryDocValuesField(IndexField.STATE, new BytesRef(toJson().toString())));
        fields.add(new BinaryDocValuesField(IndexField.TABLE, new BytesRef(table.bytes())));
        return fields;
    }

    private JsonObject toJson() {
        return JsonObject.builder()
                .put("path", file.path())
                .put("version", version)
                .put("racy", isRacy)
                .put("beside", beside)
                .put("trouble", trouble.map(Finding::toJson).orElse(null))
                .build();
    }

    /**
     * What {@link #document} wrote.
     *
     * @throws java.io.IOException if it wrote none such
     */
    static IndexedCollection parse(BytesRef state) throws java.io.IOException {
        JsonObject json = JsonObject.parse(
                new String(state.bytes, state.offset, state.length, StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8));
        return new IndexedCollection(
                CollectionFile.ofPath(json.string("path").orElse(""))
                        .orElseThrow(() -> new java.io.IOException("no collection's path in the index")),
                json.string("version").orElse(""),
                json.isTrue("racy"),
                json.string("beside").orElse(""),
                json.object("trouble").map(IndexedCollection::trouble));
    }

    private static Finding trouble(JsonObject json) {
        Finding.Kind kind = json.string("kind").orElse("").equals(Finding.Kind.DAMAGED.word())
                ? Finding.Kind.DAMAGED
                : Finding.Kind.UNREADABLE;
        return new Finding(
                kind,
                json.string("where").orElse(""),
                json.has("offset") ? OptionalLong.of(json.number("offset")) : OptionalLong.empty(),
                json.string("what").orElse(""),
                json.string("advice").orElse(""));
    }
}

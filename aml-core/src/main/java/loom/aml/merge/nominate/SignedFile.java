package loom.aml.merge.nominate;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import loom.aml.item.Field;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.store.CollectionFile;
import loom.aml.store.OpenCollection;
import loom.aml.store.TextSlice;
import loom.aml.store.Version;

/**
 * The signatures of the items of one file, and where the items are: 96 bytes for each. Immutable once it is read. */
public final class SignedFile {
    private static final int FIRST_SIZE = 64;
    private static final List<Field> CONTEXTS =
            List.of(Field.PATTERN_CONTEXT, Field.PROBLEM_CONTEXT, Field.DECISION_CONTEXT);

    private final CollectionFile file;
    private final Version version;
    private int size;
    private byte[] signatures = new byte[FIRST_SIZE * Signature.BYTES];
    private long[] ids = new long[FIRST_SIZE];
    private long[] contents = new long[FIRST_SIZE];
    private long[] offsets = new long[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    /** Hashes of the contexts in which the items apply. */
    private int[] contexts = new int[FIRST_SIZE];

    private SignedFile(CollectionFile file, Version version) {
        this.file = file;
        this.version = version;
    }

    /**
     * Reads the items of a file. Items that cannot be compared have no place in it: encrypted ones, those without an id, and very long ones.
     *
     * @param before the signatures of former items, which are taken over if an item did not change
     */
    public static SignedFile read(OpenCollection collection, Signatures before) throws IOException {
        SignedFile signed = new SignedFile(collection.file(), collection.state());
        Shingles shingles = new Shingles();
        Signature signature = new Signature();
        collection.read(item -> {
            if (item.id() != null && !item.looksEncrypted() && item.length() <= ComparedItem.LONGEST) {
                signed.add(item, before, shingles, signature);
            }
        });
        signed.trim();
        return signed;
    }

    private void add(Item item, Signatures before, Shingles shingles, Signature signature) {
        Fingerprint fingerprint = item.fingerprint();
        if (size == lengths.length) {
            resize(size + size / 2);
        }
        boolean isKnown = before.copyTo(fingerprint, signatures, size * Signature.BYTES);
        if (!isKnown) {
            shingles.read(item);
            if (shingles.count() == 0) {
                return;
            }
            signature.write(shingles, signatures, size * Signature.BYTES);
        }
        ids[size] = fingerprint.id();
        contents[size] = fingerprint.content();
        offsets[size] = item.offset();
        lengths[size] = item.length();
        contexts[size] = context(item);
        size++;
    }

    private static int context(Item item) {
        for (Field field : CONTEXTS) {
            String context = item.text(field);
            if (context != null) {
                return context.hashCode();
            }
        }
        return 0;
    }

    private void trim() {
        resize(size);
    }

    private void resize(int items) {
        signatures = Arrays.copyOf(signatures, items * Signature.BYTES);
        ids = Arrays.copyOf(ids, items);
        contents = Arrays.copyOf(contents, items);
        offsets = Arrays.copyOf(offsets, items);
        lengths = Arrays.copyOf(lengths, items);
        contexts = Arrays.copyOf(contexts, items);
    }

    public CollectionFile file() {
        return file;
    }

    /** Returns the version that was read. */
    public Version version() {
        return version;
    }

    /** Returns the number of items. */
    public int size() {
        return size;
    }

    byte[] signatures() {
        return signatures;
    }

    /** Returns a hash of the context in which an item applies. */
    int context(int item) {
        return contexts[item];
    }

    /** Returns the fingerprint of an item by its number in the file. */
    public Fingerprint fingerprint(int item) {
        return new Fingerprint(ids[item], contents[item]);
    }

    /** Returns the place of an item in the text of the file. */
    public TextSlice slice(int item) {
        return new TextSlice(offsets[item], lengths[item]);
    }
}

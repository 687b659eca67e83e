package loom.aml.merge.nominate;

import com.dynatrace.hash4j.similarity.ElementHashProvider;
import com.dynatrace.hash4j.similarity.SimilarityHasher;
import com.dynatrace.hash4j.similarity.SimilarityHashing;
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
 * The signatures of the items of one file, and where the items are: {@value #BYTES} bytes and 32 more for each. Immutable once it is
 * read. A signature is a SuperMinHash (Ertl 2017) of the item's shingles: the share of equal bytes of two signatures estimates the share of
 * common shingles.
 */
public final class SignedFile {
    /** The number of bytes of a signature, each a component. */
    public static final int BYTES = 128;

    private static final int FIRST_SIZE = 64;
    private static final List<Field> CONTEXTS =
            List.of(Field.PATTERN_CONTEXT, Field.PROBLEM_CONTEXT, Field.DECISION_CONTEXT);

    private final CollectionFile file;
    private final Version version;
    private int size;
    private byte[] signatures = new byte[FIRST_SIZE * BYTES];
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
        SimilarityHasher hasher =
                SimilarityHashing.superMinHash(BYTES, Byte.SIZE).createHasher();
        collection.read(item -> {
            if (item.id() != null && !item.looksEncrypted() && item.length() <= ComparedItem.LONGEST) {
                signed.add(item, before, shingles, hasher);
            }
        });
        signed.trim();
        return signed;
    }

    private void add(Item item, Signatures before, Shingles shingles, SimilarityHasher hasher) {
        Fingerprint fingerprint = item.fingerprint();
        if (size == lengths.length) {
            resize(size + size / 2);
        }
        boolean isKnown = before.copyTo(fingerprint, signatures, size * BYTES);
        if (!isKnown) {
            long[] hashes = shingles.of(item);
            if (hashes.length == 0) {
                return;
            }
            System.arraycopy(hasher.compute(ElementHashProvider.ofValues(hashes)), 0, signatures, size * BYTES, BYTES);
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
        signatures = Arrays.copyOf(signatures, items * BYTES);
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

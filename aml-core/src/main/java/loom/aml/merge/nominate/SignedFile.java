package loom.aml.merge.nominate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import loom.aml.io.DamagedException;
import loom.aml.item.Field;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.merge.decide.ComparedItem;
import loom.aml.store.CollectionFile;
import loom.aml.store.OpenCollection;
import loom.aml.store.TextSlice;
import loom.aml.store.Version;

/** The signatures of the items of one file, and where the items are: {@value #BYTES_OF_ITEM} bytes for each. Immutable once it is read. */
public final class SignedFile {
    /** The size of an item, here and in a file. */
    static final int BYTES_OF_ITEM = Signature.BYTES + 3 * Long.BYTES + 2 * Integer.BYTES;

    private static final int FIRST_SIZE = 64;
    private static final List<Field> CONTEXTS =
            List.of(Field.PATTERN_CONTEXT, Field.PROBLEM_CONTEXT, Field.DECISION_CONTEXT);

    private final CollectionFile file;
    /** The version that was read, {@link Version#text}. */
    private final String version;
    /** True if the file could have changed afterwards without a change of its version. */
    private final boolean isRacy;

    private int size;
    private long[] signatures;
    private long[] ids;
    private long[] contents;
    private long[] offsets;
    private int[] lengths;
    /** Hashes of the contexts in which the items apply. */
    private int[] contexts;

    private SignedFile(CollectionFile file, String version, boolean isRacy, int capacity) {
        this.file = file;
        this.version = version;
        this.isRacy = isRacy;
        this.signatures = new long[capacity * Signature.WORDS];
        this.ids = new long[capacity];
        this.contents = new long[capacity];
        this.offsets = new long[capacity];
        this.lengths = new int[capacity];
        this.contexts = new int[capacity];
    }

    /**
     * Reads the items of a file. Items that cannot be compared have no place in it: encrypted ones, those without an id, and very long ones.
     *
     * @param before former items, whose signatures are taken over if an item did not change
     * @param lookedAt a time before the file was opened
     */
    public static SignedFile read(OpenCollection collection, FingerprintTable before, Instant lookedAt)
            throws IOException {
        Version version = collection.state();
        SignedFile signed = new SignedFile(collection.file(), version.text(), version.isRacy(lookedAt), FIRST_SIZE);
        Shingles shingles = new Shingles();
        Signature signature = new Signature();
        collection.read(item -> {
            if (item.length() <= ComparedItem.LONGEST && !item.looksEncrypted()) {
                signed.add(item, before, shingles, signature);
            }
        });
        signed.resize(signed.size);
        return signed;
    }

    private void add(Item item, FingerprintTable before, Shingles shingles, Signature signature) {
        Fingerprint fingerprint = item.fingerprint();
        if (fingerprint.id() == 0) {
            return;
        }
        if (size == lengths.length) {
            resize(size + size / 2);
        }
        int known = before.find(fingerprint);
        if (known >= 0) {
            before.signatures().copyTo(known, signatures, size * Signature.WORDS);
            contexts[size] = before.signatures().context(known);
        } else {
            shingles.read(item);
            if (shingles.count() == 0) {
                return;
            }
            signature.write(shingles, signatures, size * Signature.WORDS);
            contexts[size] = context(item);
        }
        ids[size] = fingerprint.id();
        contents[size] = fingerprint.content();
        offsets[size] = item.offset();
        lengths[size] = item.length();
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

    private void resize(int items) {
        signatures = Arrays.copyOf(signatures, items * Signature.WORDS);
        ids = Arrays.copyOf(ids, items);
        contents = Arrays.copyOf(contents, items);
        offsets = Arrays.copyOf(offsets, items);
        lengths = Arrays.copyOf(lengths, items);
        contexts = Arrays.copyOf(contexts, items);
    }

    /** Writes everything: path, version, whether it is racy, the number of items, and each column. */
    void write(DataOutputStream out) throws IOException {
        out.writeUTF(file.path());
        out.writeUTF(version);
        out.writeBoolean(isRacy);
        out.writeInt(size);
        Columns.write(signatures, out);
        Columns.write(ids, out);
        Columns.write(contents, out);
        Columns.write(offsets, out);
        Columns.write(lengths, out);
        Columns.write(contexts, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param bytes the bytes that the input has at most, so that a wrong number of items takes no memory
     * @throws DamagedException if it is something else
     */
    static SignedFile read(DataInputStream in, long bytes) throws IOException {
        CollectionFile file = CollectionFile.ofPath(in.readUTF())
                .orElseThrow(() -> new DamagedException(0, "not the path of a collection"));
        String version = in.readUTF();
        boolean isRacy = in.readBoolean();
        int size = Columns.size(in, BYTES_OF_ITEM, bytes);
        SignedFile signed = new SignedFile(file, version, isRacy, size);
        Columns.read(in, signed.signatures);
        Columns.read(in, signed.ids);
        Columns.read(in, signed.contents);
        Columns.read(in, signed.offsets);
        Columns.read(in, signed.lengths);
        Columns.read(in, signed.contexts);
        for (int item = 0; item < size; item++) {
            if (signed.offsets[item] < 0 || signed.lengths[item] < 0 || signed.lengths[item] > ComparedItem.LONGEST) {
                throw new DamagedException(0, "not the place of an item");
            }
        }
        signed.size = size;
        return signed;
    }

    public CollectionFile file() {
        return file;
    }

    /** Returns whether this is certainly what a file in a version says. */
    boolean isCurrent(Version now) {
        return !isRacy && version.equals(now.text());
    }

    /** Returns the number of items. */
    public int size() {
        return size;
    }

    long[] signatures() {
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

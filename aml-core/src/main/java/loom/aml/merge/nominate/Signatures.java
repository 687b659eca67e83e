package loom.aml.merge.nominate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.item.Fingerprint;
import loom.aml.store.CollectionFile;
import loom.aml.store.Version;

/** The signatures of all items of a store. Items are numbered from 0, in the order of the files. Immutable and thread-safe. */
public final class Signatures {
    /** The signatures of no item. */
    public static final Signatures NONE = new Signatures(List.of());

    private final SignedFile[] files;
    private final Map<CollectionFile, SignedFile> byFile = new HashMap<>();
    private final int[] firsts;
    /** The file of each item. */
    private final int[] fileOf;

    /** @param files the files that were read */
    public Signatures(List<SignedFile> files) {
        this.files = files.toArray(SignedFile[]::new);
        this.firsts = new int[files.size()];
        int size = 0;
        for (int i = 0; i < firsts.length; i++) {
            byFile.put(files.get(i).file(), files.get(i));
            firsts[i] = size;
            size += files.get(i).size();
        }
        this.fileOf = new int[size];
        for (int i = 0; i < firsts.length; i++) {
            for (int item = firsts[i]; item < firsts[i] + files.get(i).size(); item++) {
                fileOf[item] = i;
            }
        }
    }

    /** Returns the signatures of a file if they are certainly those of this version. */
    public Optional<SignedFile> of(CollectionFile file, Version version) {
        return Optional.ofNullable(byFile.get(file)).filter(signed -> signed.isCurrent(version));
    }

    /** Returns whether these are the signatures of the same files, in the same order, which were not read again. */
    public boolean areOfSameFiles(Signatures others) {
        return Arrays.equals(files, others.files);
    }

    /** Copies the signature of an item. */
    void copyTo(int item, long[] target, int at) {
        System.arraycopy(file(item).signatures(), inFile(item) * Signature.WORDS, target, at, Signature.WORDS);
    }

    /** Writes the number of files and each file. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(files.length);
        for (SignedFile file : files) {
            file.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param bytes the bytes that the input has at most
     * @throws loom.aml.io.DamagedException if it is something else
     */
    public static Signatures read(DataInputStream in, long bytes) throws IOException {
        int size = Columns.size(in, 1, bytes);
        List<SignedFile> files = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            files.add(SignedFile.read(in, bytes));
        }
        return new Signatures(files);
    }

    /** Returns about the size of a file that keeps them. */
    public long bytes() {
        return (long) size() * SignedFile.BYTES_OF_ITEM;
    }

    /** Returns the number of items. */
    public int size() {
        return fileOf.length;
    }

    /** Returns the index of the file that holds an item. */
    public int fileIndex(int item) {
        return fileOf[item];
    }

    /** Returns the file that holds an item. */
    public SignedFile file(int item) {
        return files[fileOf[item]];
    }

    /** Returns the number of an item in its file. */
    public int inFile(int item) {
        return item - firsts[fileOf[item]];
    }

    /** Returns a hash of the context in which an item applies. */
    int context(int item) {
        return file(item).context(inFile(item));
    }

    public Fingerprint fingerprint(int item) {
        return file(item).fingerprint(inFile(item));
    }

    /** Returns a word of the signature of an item. */
    long word(int item, int word) {
        return file(item).signatures()[inFile(item) * Signature.WORDS + word];
    }

    /** Returns the number of equal components of the signatures of two items, from 0 to {@value Signature#COMPONENTS}. */
    int equal(int one, int other) {
        return Signature.equal(
                file(one).signatures(),
                inFile(one) * Signature.WORDS,
                file(other).signatures(),
                inFile(other) * Signature.WORDS);
    }
}

package loom.aml.merge.nominate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.item.Fingerprint;
import loom.aml.item.KeyTable;
import loom.aml.store.CollectionFile;
import loom.aml.store.Version;

/** The signatures of all items of a store. Items are numbered from 0, in the order of the files. Immutable and thread-safe. */
public final class Signatures {
    /** The signatures of no item. */
    public static final Signatures NONE = new Signatures(List.of());

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

    private final SignedFile[] files;
    private final Map<CollectionFile, SignedFile> byFile = new HashMap<>();
    private final int[] firsts;
    /** The file of each item. */
    private final int[] fileOf;

    /** The fingerprints, numbered; empty unless these are the signatures of a former state. */
    private final KeyTable fingerprints;
    /** The item with each fingerprint. */
    private final int[] itemOf;

    private Signatures(List<SignedFile> files, boolean isFormer) {
        this.files = files.toArray(SignedFile[]::new);
        this.firsts = new int[files.size()];
        int size = 0;
        for (int i = 0; i < firsts.length; i++) {
            byFile.put(files.get(i).file(), files.get(i));
            firsts[i] = size;
            size += files.get(i).size();
        }
        this.fileOf = new int[size];
        this.fingerprints = KeyTable.ofPairs();
        this.itemOf = new int[isFormer ? size : 0];
        for (int i = 0; i < firsts.length; i++) {
            for (int item = firsts[i]; item < firsts[i] + files.get(i).size(); item++) {
                fileOf[item] = i;
            }
        }
        for (int item = 0; item < itemOf.length; item++) {
            Fingerprint fingerprint = fingerprint(item);
            itemOf[fingerprints.add(fingerprint.id(), fingerprint.content())] = item;
        }
    }

    /** @param files the files that were read */
    public Signatures(List<SignedFile> files) {
        this(files, false);
    }

    /** Returns these signatures in a form in which those of single items are found by fingerprint. */
    public Signatures asFormer() {
        return new Signatures(List.of(files), true);
    }

    /** Returns whether an item in this version is among those of a former state. */
    public boolean has(Fingerprint fingerprint) {
        return fingerprints.find(fingerprint.id(), fingerprint.content()) >= 0;
    }

    /** Returns the signatures of a file if it was read in this version. */
    public Optional<SignedFile> of(CollectionFile file, Version version) {
        return Optional.ofNullable(byFile.get(file))
                .filter(signed -> signed.version().equals(version));
    }

    /** Copies the signature of an item if it is among those of a former state; returns whether it is. */
    boolean copyTo(Fingerprint fingerprint, byte[] target, int at) {
        int number = fingerprints.find(fingerprint.id(), fingerprint.content());
        if (number < 0) {
            return false;
        }
        int item = itemOf[number];
        System.arraycopy(file(item).signatures(), inFile(item) * Signature.BYTES, target, at, Signature.BYTES);
        return true;
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

    /** Returns the number of equal components of the signatures of two items, from 0 to {@value Signature#BYTES}. */
    int equal(int one, int other) {
        byte[] ones = file(one).signatures();
        byte[] others = file(other).signatures();
        int at = inFile(one) * Signature.BYTES;
        int otherAt = inFile(other) * Signature.BYTES;
        int equal = 0;
        for (int i = 0; i < Signature.BYTES; i += Long.BYTES) {
            long difference = (long) LONGS.get(ones, at + i) ^ (long) LONGS.get(others, otherAt + i);
            // The highest bit of each byte is set where the bytes are equal.
            long zeros = ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
            equal += Long.bitCount(zeros);
        }
        return equal;
    }
}

package loom.aml.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths of all {@link Field}s as a tree that the scanner walks along while it reads keys. Immutable once built. */
final class FieldTree {

    /** Children by a hash of their key; a power of two, so sparse that chains hardly occur. */
    private static final int BUCKETS = 64;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** All fields. Built last, from the constants above. */
    static final FieldTree ROOT = build();

    final int slot;
    private final byte[] key;
    private final long keyHead;
    private final List<FieldTree> children = new ArrayList<>();
    private final @Nullable FieldTree[] buckets = new FieldTree[BUCKETS];
    private @Nullable FieldTree nextInBucket;

    private FieldTree(String key, int slot) {
        this.key = key.getBytes(StandardCharsets.US_ASCII);
        this.keyHead = head(Arrays.copyOf(this.key, this.key.length + Long.BYTES), 0, this.key.length);
        this.slot = slot;
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    List<FieldTree> children() {
        return children;
    }

    /**
     * The child whose key is written in {@code text[from, to)}; behind it at least {@link JsonScanner#PADDING} bytes can be
     * read.
     */
    @Nullable FieldTree child(byte[] text, int from, int to) {
        long head = head(text, from, to - from);
        FieldTree candidate = buckets[bucket(head, to - from)];
        while (candidate != null && !candidate.isKey(head, text, from, to)) {
            candidate = candidate.nextInBucket;
        }
        return candidate;
    }

    /** The first eight bytes of a key at once, those behind its end blanked out. */
    private static long head(byte[] text, int from, int length) {
        long head = (long) LONGS.get(text, from);
        return length >= Long.BYTES ? head : head & (1L << length * Byte.SIZE) - 1;
    }

    private boolean isKey(long head, byte[] text, int from, int to) {
        int length = to - from;
        if (head != keyHead || length != key.length) {
            return false;
        }
        for (int i = Long.BYTES; i < length; i++) {
            if (key[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int bucket(long head, int length) {
        return (int) (head ^ head >>> 37) + length & BUCKETS - 1;
    }

    private static FieldTree build() {
        FieldTree root = new FieldTree("", -1);
        for (Field field : Field.ALL) {
            FieldTree node = root;
            String[] keys = field.path().split("\\.");
            for (int i = 0; i < keys.length - 1; i++) {
                node = node.existing(keys[i]);
            }
            node.add(new FieldTree(keys[keys.length - 1], field.ordinal()));
        }
        return root;
    }

    private FieldTree existing(String name) {
        FieldTree child = child(Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), name.length() + Long.BYTES), 0, name.length());
        if (child == null) {
            throw new IllegalStateException("a field stands before its parent: " + name);
        }
        return child;
    }

    private void add(FieldTree child) {
        int bucket = bucket(child.keyHead, child.key.length);
        child.nextInBucket = buckets[bucket];
        buckets[bucket] = child;
        children.add(child);
    }
}

package loom.aml.item;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The paths of all {@link Field}s as a tree that the scanner follows while it reads keys. Immutable once built. */
final class FieldTree {

    /**
     * The number of buckets for the children by hash of their key; a power of two, so large that collisions are rare.
     */
    private static final int BUCKETS = 128;

    /** All fields. Initialized last because it uses the constants above. */
    static final FieldTree ROOT = of(EnumSet.allOf(Field.class));

    final int slot;
    private final byte[] key;
    private final List<FieldTree> children = new ArrayList<>();
    private final @Nullable FieldTree[] buckets = new FieldTree[BUCKETS];
    private @Nullable FieldTree nextInBucket;

    private FieldTree(String key, int slot) {
        this.key = key.getBytes(StandardCharsets.US_ASCII);
        this.slot = slot;
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    List<FieldTree> children() {
        return children;
    }

    /** Returns the child whose key is {@code text[from, to)}. */
    @Nullable
    FieldTree child(byte[] text, int from, int to) {
        if (from == to) {
            return null;
        }
        FieldTree candidate = buckets[bucket(text[from], text[to - 1], to - from)];
        while (candidate != null && !candidate.isKey(text, from, to)) {
            candidate = candidate.nextInBucket;
        }
        return candidate;
    }

    private boolean isKey(byte[] text, int from, int to) {
        byte[] key = this.key;
        if (key.length != to - from) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (key[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int bucket(byte first, byte last, int length) {
        return first * 7 + last * 3 + length & BUCKETS - 1;
    }

    /** Returns a tree of some fields and the fields that contain them. */
    static FieldTree of(Set<Field> fields) {
        FieldTree root = new FieldTree("", -1);
        for (Field field : fields) {
            FieldTree node = root;
            String[] keys = field.path().split("\\.");
            for (int i = 0; i < keys.length - 1; i++) {
                node = node.existing(keys[i]);
            }
            node.add(new FieldTree(keys[keys.length - 1], field.ordinal()));
            for (String alias : field.aliases()) {
                root.add(new FieldTree(alias, field.ordinal()));
            }
        }
        return root;
    }

    private FieldTree existing(String name) {
        FieldTree child = child(name.getBytes(StandardCharsets.US_ASCII), 0, name.length());
        if (child == null) {
            throw new IllegalStateException("a field precedes its parent: " + name);
        }
        return child;
    }

    private void add(FieldTree child) {
        int bucket = bucket(child.key[0], child.key[child.key.length - 1], child.key.length);
        child.nextInBucket = buckets[bucket];
        buckets[bucket] = child;
        children.add(child);
    }
}

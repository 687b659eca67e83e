package loom.aml.storage;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import loom.aml.json.JsonObject;

/**
 * A key of an encrypted target, as far as everybody may know it. Immutable.
 *
 * @param epoch 1 for the first key of the target, and one more for each rotation
 * @param fingerprint identifies the key
 * @param readers those whom it was wrapped for: recipients, and {@link Encryption#PASSPHRASE}
 */
public record CopyKey(int epoch, String fingerprint, SortedSet<String> readers) {
    public CopyKey {
        readers = Collections.unmodifiableSortedSet(new TreeSet<>(readers));
    }

    /** Returns whether it is the same key, with any readers. */
    boolean isSame(CopyKey other) {
        return epoch == other.epoch && fingerprint.equals(other.fingerprint);
    }

    /** Returns the key with other readers. */
    CopyKey with(SortedSet<String> others) {
        return new CopyKey(epoch, fingerprint, others);
    }

    static CopyKey parse(JsonObject json) {
        return new CopyKey(
                (int) json.number("epoch"),
                json.string("fingerprint").orElseThrow(),
                new TreeSet<>(json.strings("readers")));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("epoch", epoch)
                .put("fingerprint", fingerprint)
                .put("readers", readers.stream().toList())
                .build();
    }
}

package loom.aml.cloud.encryption;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import loom.aml.cloud.encryption.WrappedKeys.Wrapped;
import loom.aml.io.DamagedException;

/**
 * The keys of a target: one, or several during a rotation. Immutable.
 *
 * @param wrapped the wrapped keys as they were listed
 * @param keys the keys that could be unlocked, the newest first; that of the newest epoch is one of them
 * @param isFromCache whether a wrapped key of an earlier run was used
 */
record KeyRing(List<Wrapped> wrapped, List<RepositoryKey> keys, boolean isFromCache) {
    KeyRing {
        wrapped = List.copyOf(wrapped);
        keys = List.copyOf(keys);
    }

    /**
     * Unlocks the keys.
     *
     * @param listed the wrapped keys of the target
     * @param remedy the way to provide a key, for a message
     * @throws IOException if the newest key cannot be unlocked here
     */
    static KeyRing unlock(WrappedKeys source, List<Wrapped> listed, boolean mayUseCache, String location, String remedy)
            throws IOException {
        List<RepositoryKey> keys = new ArrayList<>();
        boolean isFromCache = false;
        List<Integer> epochs = listed.stream()
                .map(Wrapped::epoch)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        if (epochs.isEmpty()) {
            throw new IOException(location + " is encrypted, but its keys are gone (" + WrappedKeys.nameOf(1, "*")
                    + "); put them back, for example from another copy of this folder");
        }
        for (int epoch : epochs) {
            Optional<WrappedKeys.Unwrapped> key = key(source, ofEpoch(listed, epoch), mayUseCache, keys.isEmpty());
            if (key.isPresent()) {
                keys.add(key.get().key());
                isFromCache |= key.get().isFromCache();
            } else if (keys.isEmpty()) {
                throw new IOException(location + " is encrypted, and no key here opens it. These do: "
                        + ofEpoch(listed, epoch).stream()
                                .map(Wrapped::reader)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ". " + remedy);
            }
        }
        return new KeyRing(listed, keys, isFromCache);
    }

    private static List<Wrapped> ofEpoch(List<Wrapped> all, int epoch) {
        return all.stream().filter(one -> one.epoch() == epoch).toList();
    }

    /** An older key that is damaged is like one that does not fit: the objects that need it are reported. */
    private static Optional<WrappedKeys.Unwrapped> key(
            WrappedKeys source, List<Wrapped> wrapped, boolean mayUseCache, boolean isNewest) throws IOException {
        try {
            return source.unwrap(wrapped, mayUseCache);
        } catch (DamagedException e) {
            if (isNewest) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Returns the key that new objects are encrypted with. */
    RepositoryKey newest() {
        return keys.getFirst();
    }

    /** Returns the readers of each epoch. */
    SortedMap<Integer, SortedSet<String>> readers() {
        return readersOf(wrapped);
    }

    static SortedMap<Integer, SortedSet<String>> readersOf(List<Wrapped> listed) {
        SortedMap<Integer, SortedSet<String>> readers = new TreeMap<>();
        for (Wrapped one : listed) {
            readers.computeIfAbsent(one.epoch(), _ -> new TreeSet<>()).add(one.reader());
        }
        return readers;
    }
}

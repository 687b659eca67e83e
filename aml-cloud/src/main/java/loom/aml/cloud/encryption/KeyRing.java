package loom.aml.cloud.encryption;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.cloud.encryption.WrappedKeys.Wrapped;
import loom.aml.io.DamagedException;
import loom.aml.storage.Encryption;

/**
 * The keys of a target: one, or several during a rotation. Immutable.
 *
 * @param wrapped the wrapped keys as they were listed
 * @param keys the keys that could be unlocked, the newest first; that of the newest epoch is one of them
 */
record KeyRing(List<Wrapped> wrapped, List<RepositoryKey> keys) {
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
    static KeyRing unlock(WrappedKeys source, List<Wrapped> listed, String location, String remedy) throws IOException {
        if (listed.isEmpty()) {
            throw new IOException(location + " is encrypted, but its keys are gone (" + Encryption.KEYS
                    + "); put them back, for example from another copy of this folder");
        }
        Map<Integer, Map<String, List<Wrapped>>> byKey = listed.stream()
                .collect(Collectors.groupingBy(
                        Wrapped::epoch,
                        () -> new TreeMap<>(Comparator.reverseOrder()),
                        Collectors.groupingBy(Wrapped::fingerprint, TreeMap::new, Collectors.toList())));
        List<RepositoryKey> keys = new ArrayList<>();
        for (Map<String, List<Wrapped>> epoch : byKey.values()) {
            for (List<Wrapped> wrapped : epoch.values()) {
                Optional<RepositoryKey> key = key(source, wrapped, keys.isEmpty());
                if (key.isPresent()) {
                    keys.add(key.get());
                } else if (keys.isEmpty()) {
                    throw new IOException(location + " is encrypted, and no key here opens it. These do: "
                            + wrapped.stream().map(Wrapped::reader).sorted().collect(Collectors.joining(", "))
                            + ". " + remedy);
                }
            }
        }
        return new KeyRing(listed, keys);
    }

    /** An older key that is damaged is like one that does not fit: the objects that need it are reported. */
    private static Optional<RepositoryKey> key(WrappedKeys source, List<Wrapped> wrapped, boolean isNewest)
            throws IOException {
        try {
            return source.unwrap(wrapped);
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

    /** Returns what identifies the keys. */
    List<String> fingerprints() {
        return keys.stream().map(RepositoryKey::fingerprint).toList();
    }

    /** Returns the files with a key that its holders wrote. */
    Stream<Wrapped> sealed(RepositoryKey key) {
        return wrapped.stream().filter(one -> one.isSealedBy(key));
    }

    /** Returns the readers of each epoch, without those that no holder of its key added. */
    SortedMap<Integer, SortedSet<String>> readers() {
        return readersOf(wrapped.stream()
                .filter(one ->
                        keys.stream().noneMatch(one::isOf) || keys.stream().anyMatch(one::isSealedBy))
                .toList());
    }

    static SortedMap<Integer, SortedSet<String>> readersOf(List<Wrapped> listed) {
        SortedMap<Integer, SortedSet<String>> readers = new TreeMap<>();
        for (Wrapped one : listed) {
            readers.computeIfAbsent(one.epoch(), _ -> new TreeSet<>()).add(one.reader());
        }
        return readers;
    }
}

package loom.aml.cloud.encryption;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.cloud.encryption.WrappedKeys.Wrapped;
import loom.aml.io.DamagedException;
import loom.aml.storage.CopyKey;
import loom.aml.storage.Encryption;
import loom.aml.storage.KnownKeys;

/**
 * The keys of a target: one, or several during a rotation. Immutable.
 *
 * @param wrapped the wrapped keys as they were listed
 * @param keys the keys that could be unlocked, the newest first
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
     * @throws IOException if none can be unlocked here
     */
    static KeyRing unlock(WrappedKeys source, List<Wrapped> listed, String location, String remedy) throws IOException {
        if (listed.isEmpty()) {
            throw new IOException(location + " is encrypted, but its keys are gone (" + Encryption.KEYS
                    + "); put them back, for example from another copy of this folder");
        }
        Collection<List<Wrapped>> groups = grouped(listed);
        List<RepositoryKey> keys = new ArrayList<>();
        List<DamagedException> damaged = new ArrayList<>();
        for (List<Wrapped> group : groups) {
            try {
                source.unwrap(group).ifPresent(keys::add);
            } catch (DamagedException e) {
                damaged.add(e);
            }
        }
        if (keys.isEmpty() && !damaged.isEmpty()) {
            throw damaged.getFirst();
        }
        if (keys.isEmpty()) {
            throw new IOException(location + " is encrypted, and no key here opens it. These do: "
                    + String.join(", ", readersIn(groups.iterator().next().stream())) + ". " + remedy);
        }
        return new KeyRing(listed, keys);
    }

    /** Returns the wrapped keys by key, the newest first. */
    private static Collection<List<Wrapped>> grouped(List<Wrapped> listed) {
        Comparator<Wrapped> newestFirst =
                Comparator.comparingInt(Wrapped::epoch).reversed();
        return listed.stream()
                .sorted(newestFirst.thenComparing(Wrapped::fingerprint))
                .collect(Collectors.groupingBy(
                        one -> one.epoch() + "/" + one.fingerprint(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static SortedSet<String> readersIn(Stream<Wrapped> wrapped) {
        return wrapped.filter(Wrapped::isOfReader).map(Wrapped::reader).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the keys in a listing that were not unlocked, so that anybody may have written it. */
    static List<CopyKey> described(List<Wrapped> listed) {
        return grouped(listed).stream()
                .map(group -> new CopyKey(
                        group.getFirst().epoch(), group.getFirst().fingerprint(), readersIn(group.stream())))
                .toList();
    }

    /** Returns what everybody may know of the keys that were unlocked, with the readers whom their holders added. */
    List<CopyKey> described() {
        return keys.stream().map(key -> key.described(readers(key))).toList();
    }

    /** Returns the readers of a key whom its holders added. */
    SortedSet<String> readers(RepositoryKey key) {
        return readersIn(sealed(key));
    }

    /** Returns the files of a key that its holders wrote. */
    Stream<Wrapped> sealed(RepositoryKey key) {
        return wrapped.stream().filter(one -> one.isSealedBy(key));
    }

    /** Returns whether a reader of a key was removed, who may have kept it. */
    boolean isAbandoned(RepositoryKey key) {
        return sealed(key).anyMatch(one -> !one.isOfReader());
    }

    /** Returns the ring with those keys only that may be used. */
    KeyRing trusted(KnownKeys known) throws IOException {
        List<CopyKey> trusted = known.trusted(described());
        return new KeyRing(
                wrapped,
                keys.stream()
                        .filter(key -> trusted.contains(key.described(readers(key))))
                        .toList());
    }

    RepositoryKey newest() {
        return keys.getFirst();
    }

    /** Returns the highest epoch that is listed, whether its key was unlocked or not. */
    int highestEpoch() {
        return wrapped.stream().mapToInt(Wrapped::epoch).max().orElse(0);
    }

    /** Returns a listed key, other than the newest one that was unlocked, that is as new. */
    Optional<Wrapped> rival() {
        return wrapped.stream()
                .filter(one -> one.epoch() >= newest().epoch() && !one.isOf(newest()))
                .findFirst();
    }
}

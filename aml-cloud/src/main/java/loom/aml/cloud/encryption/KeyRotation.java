package loom.aml.cloud.encryption;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import loom.aml.cloud.encryption.WrappedKeys.Wrapped;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.BackupTarget.Stored;
import loom.aml.storage.CopyKey;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.KnownKeys;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.Unlocking;

/**
 * Replaces the key of a target. It may end at any point, and another one continues:
 *
 * <pre>
 * 1. the new key is wrapped for each reader, first for those that can be unlocked here
 * 2. each object is encrypted with it, read back and compared, then the object with the older key is deleted
 * 3. the older keys are deleted if no object is left that they might open
 * </pre>
 */
final class KeyRotation implements EncryptedTarget.Rotation {
    private static final int BUFFER = 1 << 16;

    private final EncryptingTarget target;
    private final BackupTarget stored;
    private final WrappedKeys wrapped;
    private final KnownKeys known;
    private final KeyRing ring;
    private final List<Stored> left;

    private KeyRotation(
            EncryptingTarget target, BackupTarget stored, WrappedKeys wrapped, KnownKeys known, KeyRing ring)
            throws IOException {
        this.target = target;
        this.stored = stored;
        this.wrapped = wrapped;
        this.known = known;
        this.ring = ring;
        this.left = older();
    }

    /**
     * Begins, or continues an interrupted rotation: unless a reader was removed since, who may have the newest key already, or the newest key
     * cannot be unlocked here.
     */
    static KeyRotation begin(
            EncryptingTarget target, BackupTarget stored, WrappedKeys wrapped, KnownKeys known, Unlocking unlocking)
            throws IOException {
        KeyRing ring = target.refreshed();
        boolean isContinued = ring.keys().size() > 1 && ring.rival().isEmpty() && !ring.isAbandoned(ring.newest());
        RepositoryKey newest =
                isContinued ? ring.newest() : RepositoryKey.of(ring.highestEpoch() + 1, Identity.generate());
        SortedSet<String> readers = new TreeSet<>();
        ring.keys().forEach(key -> readers.addAll(ring.readers(key)));
        known.requireReaders(readers, ring.newest().fingerprint());
        List<String> missing = new ArrayList<>(readers);
        missing.removeAll(ring.readers(newest));
        missing.sort(Comparator.comparing(
                reader -> !unlocking.recipients().contains(reader) && !reader.equals(Encryption.PASSPHRASE)));
        if (missing.contains(Encryption.PASSPHRASE)) {
            wrapped.requirePassphrase(ring.keys().stream().flatMap(ring::sealed).toList());
        }
        // A rotation that was killed at its first key chose another key, so nothing replaces what it left.
        wrapped.discardInterrupted();
        List<CopyKey> keys = new ArrayList<>(ring.described());
        keys.removeIf(key -> key.epoch() == newest.epoch());
        keys.addFirst(newest.described(readers));
        known.replace(keys);
        for (String reader : missing) {
            wrapped.wrap(newest, reader, false);
        }
        return new KeyRotation(target, stored, wrapped, known, target.refreshed());
    }

    private List<Stored> older() throws IOException {
        ObjectNames names = new ObjectNames(stored, ring.keys());
        List<Stored> found = new ArrayList<>();
        for (Stored object : stored.list("")) {
            if (WrappedKeys.of(object).isEmpty()) {
                names.named(object)
                        .filter(named -> named.key().epoch() < ring.newest().epoch())
                        .ifPresent(named -> found.add(named.object()));
            }
        }
        return found;
    }

    @Override
    public List<Stored> left() {
        return List.copyOf(left);
    }

    @Override
    public void reencrypt(Stored object) throws IOException {
        String name = object.name();
        for (RepositoryKey key : ring.keys()) {
            if (key.epoch() < ring.newest().epoch() && stored.exists(key.names().stored(name))) {
                if (isReadable(name)) {
                    requireSame(name, key);
                } else {
                    copy(name, key);
                }
                stored.delete(key.names().stored(name));
            }
        }
    }

    /** Returns whether the object is stored with the newest key, as by a rotation or a copy that was interrupted or came between. */
    private boolean isReadable(String name) throws IOException {
        if (!stored.exists(ring.newest().names().stored(name))) {
            return false;
        }
        try (SealedReader object = target.open(name, ring.newest())) {
            transfer(object, object.size(), Optional.empty());
            return true;
        } catch (DamagedException e) {
            return false;
        }
    }

    /** A record may have grown since, but nothing else differs. */
    private void requireSame(String name, RepositoryKey key) throws IOException {
        try (SealedReader older = target.open(name, key);
                SealedReader newer = target.open(name, ring.newest())) {
            long size = older.size();
            if (size > newer.size()
                    || !transfer(older, size, Optional.empty()).equals(transfer(newer, size, Optional.empty()))) {
                throw new DamagedException(
                        0,
                        "differs from the object " + ring.newest().names().stored(name)
                                + ", which has the same name and the newest key");
            }
        }
    }

    private void copy(String name, RepositoryKey key) throws IOException {
        Sha256.Sum sum;
        String storedName = ring.newest().names().stored(name);
        try (SealedReader object = target.open(name, key);
                SealedUpload upload = new SealedUpload(stored.upload(storedName), ring.newest())) {
            sum = transfer(object, object.size(), Optional.of(upload));
            upload.publish(name);
        }
        try (SealedReader copied = target.open(name, ring.newest())) {
            if (!transfer(copied, copied.size(), Optional.empty()).equals(sum)) {
                throw new IOException(
                        target.location() + "/" + storedName
                                + " differs from the bytes that were stored; the object with the older key was kept; try again");
            }
        }
    }

    private static Sha256.Sum transfer(ObjectReader from, long size, Optional<SealedUpload> to) throws IOException {
        Sha256 sha = new Sha256();
        byte[] buffer = new byte[BUFFER];
        long position = 0;
        while (position < size) {
            int n = from.read(position, buffer, 0, (int) Math.min(BUFFER, size - position));
            sha.update(buffer, 0, n);
            if (to.isPresent()) {
                to.get().write(buffer, 0, n);
            }
            position += n;
        }
        return sha.sum();
    }

    @Override
    public List<String> finish() throws IOException {
        ObjectNames names = new ObjectNames(stored, List.of(ring.newest()));
        List<Stored> listing = stored.list("");
        List<String> kept = new ArrayList<>();
        for (Stored object : listing) {
            if (WrappedKeys.of(object).isEmpty() && names.named(object).isEmpty()) {
                kept.add(object.name());
            }
        }
        if (kept.isEmpty()) {
            Predicate<Wrapped> isOlder = key -> key.epoch() < ring.newest().epoch();
            wrapped.delete(WrappedKeys.in(listing).stream()
                    .filter(isOlder)
                    .map(Wrapped::name)
                    .toList());
            known.replace(target.refreshed().described());
        }
        return kept;
    }
}

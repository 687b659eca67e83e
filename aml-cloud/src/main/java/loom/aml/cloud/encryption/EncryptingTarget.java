package loom.aml.cloud.encryption;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import loom.aml.cloud.encryption.WrappedKeys.Wrapped;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyKey;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.KnownKeys;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.Unlocking;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each object as an encrypted file in another target.
 *
 * <pre>
 * keys/...              see {@link WrappedKeys}
 * &lt;encrypted name&gt;      see {@link EncryptedNames} and {@link SealedReader}
 * </pre>
 *
 * <p>During a rotation, an object may be stored with either key, or with both: then they are the same, and that of the newer one is read.
 */
final class EncryptingTarget implements EncryptedTarget {
    private final BackupTarget stored;
    private final Unlocking unlocking;
    private final WrappedKeys wrapped;
    private final KnownKeys known;
    private volatile @Nullable KeyRing ring;

    EncryptingTarget(BackupTarget stored, Unlocking unlocking) {
        this.stored = stored;
        this.unlocking = unlocking;
        this.wrapped = new WrappedKeys(stored, unlocking);
        this.known = unlocking.known().apply(stored.location());
    }

    @Override
    public String location() {
        return stored.location();
    }

    private KeyRing ring() throws IOException {
        KeyRing loaded = ring;
        return loaded == null ? load(wrapped.list()) : loaded;
    }

    /** Returns the keys for a listing; the loaded ones if it has not changed. */
    private synchronized KeyRing load(List<Wrapped> listed) throws IOException {
        KeyRing loaded = ring;
        if (loaded == null || !loaded.wrapped().equals(listed)) {
            loaded = KeyRing.unlock(wrapped, listed, location(), unlocking.remedy())
                    .trusted(known);
            ring = loaded;
        }
        return loaded;
    }

    /** Returns the key to write with. From now on the target must have this one. */
    private RepositoryKey writingKey() throws IOException {
        KeyRing keys = ring();
        Optional<Wrapped> rival = keys.rival();
        if (rival.isPresent()) {
            throw new IOException(location() + "/" + rival.get().name()
                    + " belongs to a key that cannot be used here: a rotation was interrupted, or somebody put it there."
                    + " 'aml backup key rotate' makes a newer key");
        }
        known.acceptFirst(keys.described());
        return keys.newest();
    }

    private ObjectNames names() throws IOException {
        return new ObjectNames(stored, ring().keys());
    }

    @Override
    public List<Stored> list(String prefix) throws IOException {
        return prefix.isEmpty() ? decrypted(stored.list("")) : names().list(prefix);
    }

    @Override
    public List<Stored> decrypted(List<Stored> listing) throws IOException {
        return new ObjectNames(stored, load(WrappedKeys.in(listing)).keys()).decrypted(listing);
    }

    @Override
    public Collection<String> names(String folder) throws IOException {
        return names().parts(folder);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return any(name, stored::exists);
    }

    @Override
    public boolean isTaken(String name) throws IOException {
        return any(name, stored::isTaken);
    }

    private interface Question {
        boolean about(String storedName) throws IOException;
    }

    private boolean any(String name, Question question) throws IOException {
        for (RepositoryKey key : ring().keys()) {
            if (question.about(key.names().stored(name))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ObjectReader open(String name) throws IOException {
        List<DamagedException> damaged = new ArrayList<>();
        NoSuchFileException missing = new NoSuchFileException(name, null, "no such object");
        for (RepositoryKey key : ring().keys()) {
            try {
                return open(name, key);
            } catch (NoSuchFileException e) {
                missing.addSuppressed(e);
            } catch (DamagedException e) {
                // A rotation that was interrupted may have left a sound one with the older key.
                damaged.add(e);
            }
        }
        if (!damaged.isEmpty()) {
            throw damaged.getFirst();
        }
        throw missing;
    }

    /** Opens an object that is stored with a key. */
    SealedReader open(String name, RepositoryKey key) throws IOException {
        String storedName = key.names().stored(name);
        SealedReader object = new SealedReader(stored.open(storedName), storedName, key);
        try {
            object.requireName(name);
            return object;
        } catch (IOException e) {
            object.close();
            throw e;
        }
    }

    @Override
    public Upload upload() throws IOException {
        return new SealedUpload(stored.upload(), writingKey());
    }

    @Override
    public Upload upload(String name) throws IOException {
        RepositoryKey key = writingKey();
        return new SealedUpload(stored.upload(key.names().stored(name)), key);
    }

    @Override
    public void publish(SequencedMap<String, Upload> uploads) throws IOException {
        SequencedMap<String, Upload> finished = new LinkedHashMap<>();
        for (Map.Entry<String, Upload> upload : uploads.entrySet()) {
            SealedUpload sealed = (SealedUpload) upload.getValue();
            finished.put(sealed.key().names().stored(upload.getKey()), sealed.finish(upload.getKey()));
        }
        stored.publish(finished);
    }

    @Override
    public int discardUploads(String folder, Predicate<String> isOurs, Instant before) throws IOException {
        int removed = 0;
        for (RepositoryKey key : ring().keys()) {
            Optional<String> storedFolder = key.names().folder(folder);
            if (storedFolder.isPresent()) {
                removed += stored.discardUploads(storedFolder.get(), name -> isOurs(name, key, isOurs), before);
            }
        }
        return removed;
    }

    /** Returns whether an upload may be removed. The name of one with a long name is not known; the next upload replaces it. */
    private static boolean isOurs(String storedName, RepositoryKey key, Predicate<String> test) {
        return key.names().name(storedName).filter(test).isPresent();
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            for (RepositoryKey key : ring().keys()) {
                all.add(key.names().stored(name));
            }
        }
        stored.delete(all);
    }

    /** Another process may have replaced the keys before the writer got the lease, so they are listed again. */
    @Override
    public Lease lease(String name, LeaseTerms terms) throws IOException {
        Lease lease = stored.lease(name, terms);
        try {
            if (name.equals(WRITER) && ring != null) {
                load(wrapped.list());
            }
            return lease;
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public void verify() throws IOException {
        wrapped.verifyOwn(wrapped.list());
    }

    @Override
    public List<CopyKey> keys() throws IOException {
        KeyRing loaded = ring;
        return loaded == null ? KeyRing.described(wrapped.list()) : loaded.described();
    }

    @Override
    public boolean add(String reader) throws IOException {
        KeyRing keys = load(wrapped.list());
        known.acceptFirst(keys.described());
        boolean isNew = false;
        for (RepositoryKey key : keys.keys()) {
            List<Wrapped> present =
                    keys.sealed(key).filter(one -> one.reader().equals(reader)).toList();
            if (present.isEmpty() || isDamaged(present)) {
                // A damaged one can only have contained this key.
                wrapped.delete(present.stream().map(Wrapped::name).toList());
                wrapped.wrap(key, reader, true);
                isNew = true;
            }
        }
        load(wrapped.list());
        known.addReader(reader);
        return isNew;
    }

    private boolean isDamaged(List<Wrapped> own) throws IOException {
        try {
            wrapped.verifyOwn(own);
            return false;
        } catch (DamagedException e) {
            return true;
        }
    }

    @Override
    public boolean remove(String reader) throws IOException {
        KeyRing keys = load(wrapped.list());
        List<String> names = keys.wrapped().stream()
                .filter(one -> one.reader().equals(reader))
                .map(Wrapped::name)
                .toList();
        if (names.isEmpty()) {
            return false;
        }
        for (RepositoryKey key : keys.keys()) {
            if (keys.readers(key).equals(Set.of(reader))) {
                throw new IOException(reader + " is the last reader of " + location()
                        + "; without it nothing there can be read. Add another one first: 'aml backup key add'");
            }
        }
        for (RepositoryKey key : keys.keys()) {
            if (!keys.isAbandoned(key)) {
                wrapped.markRemoval(key);
            }
        }
        wrapped.delete(names);
        known.removeReader(reader);
        // This may have been the key of the user who removes it.
        ring = new KeyRing(wrapped.list(), keys.keys());
        return true;
    }

    @Override
    public boolean accept(String fingerprint) throws IOException {
        KeyRing keys = KeyRing.unlock(wrapped, wrapped.list(), location(), unlocking.remedy());
        String newest = keys.newest().fingerprint();
        if (!newest.equals(fingerprint)) {
            throw new IOException("the key of " + location() + " is " + newest + ", not " + fingerprint);
        }
        return known.accept(keys.described());
    }

    @Override
    public Rotation rotate() throws IOException {
        return KeyRotation.begin(this, stored, wrapped, known, unlocking);
    }

    /** Returns the keys of the target as they are now. */
    KeyRing refreshed() throws IOException {
        return load(wrapped.list());
    }
}

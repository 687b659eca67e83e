package loom.aml.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A copy that is plain or encrypted. The kind is found at the first access. An empty target gets its kind when the first object is written:
 * the writer holds the lease {@link #WRITER}, so no other process chooses another one meanwhile.
 */
public final class CopyTarget implements BackupTarget {
    private final BackupTarget stored;
    private final Beginning beginning;
    private volatile @Nullable BackupTarget known;

    /** True after a look that found the target empty, until another process may have begun it. */
    private volatile boolean isEmpty;

    /** True if the target was ever seen empty: then it can only become a plain one by being begun here. */
    private volatile boolean wasEmpty;

    /** True if the target has objects, so that all its keys are there. */
    private volatile boolean isWritten;

    /**
     * @param stored the folder or object store
     * @param beginning opens encrypted targets, and decides about an empty one
     */
    public CopyTarget(BackupTarget stored, Beginning beginning) {
        this.stored = stored;
        this.beginning = beginning;
    }

    /** Opens encrypted targets, and decides about empty ones. */
    public interface Beginning {
        /** Opens a target that is encrypted. */
        EncryptedTarget open(BackupTarget stored) throws IOException;

        /**
         * Returns the target for an empty one, which may be the same.
         *
         * @throws IOException if the target may not be written to; the message says what to do
         */
        BackupTarget begin(BackupTarget stored) throws IOException;

        /** Continues a beginning that was interrupted after some keys were written. */
        void complete(EncryptedTarget begun) throws IOException;

        /**
         * Returns normally if a target may be plain.
         *
         * @throws IOException if it was encrypted before; the message says what to do
         */
        void requirePlain(BackupTarget stored) throws IOException;

        /**
         * Returns normally if an empty target may be written to.
         *
         * @throws IOException if not; the message says what to do
         */
        void requireAllowed() throws IOException;
    }

    private static boolean isKey(String name) {
        return name.startsWith(Encryption.KEYS);
    }

    /** Returns the encrypted target; empty if the copy is plain, or not begun. */
    public Optional<EncryptedTarget> encrypted() throws IOException {
        return found() instanceof EncryptedTarget target ? Optional.of(target) : Optional.empty();
    }

    /** Returns the target, also if it is empty and may become encrypted. */
    private BackupTarget found() throws IOException {
        BackupTarget target = known;
        if (target == null && isEmpty) {
            return stored;
        }
        if (target == null) {
            target = stored.list(Encryption.KEYS).isEmpty()
                    ? withoutKeys(stored.list(""))
                    : remember(beginning.open(stored));
        }
        return target;
    }

    /** Returns the target for a listing of everything without keys: a plain one, or an empty one. */
    private BackupTarget withoutKeys(List<Stored> all) throws IOException {
        if (all.isEmpty()) {
            isEmpty = true;
            wasEmpty = true;
            return stored;
        }
        if (wasEmpty) {
            throw new IOException(location() + " changes at this moment: it was empty, and now contains "
                    + all.getFirst().name() + "; try again");
        }
        requireNotEncrypted(all);
        beginning.requirePlain(stored);
        return remember(stored);
    }

    private <T extends BackupTarget> T remember(T target) {
        known = target;
        return target;
    }

    /** Returns the target to write to. An encrypted one that has no objects yet may lack keys for some of its readers. */
    private synchronized BackupTarget begun() throws IOException {
        BackupTarget target = found();
        if (isWritten || (known != null && !(target instanceof EncryptedTarget))) {
            return target;
        }
        List<Stored> all = stored.list("");
        if (all.stream().noneMatch(object -> isKey(object.name()))) {
            withoutKeys(all);
            target = beginning.begin(stored);
        } else {
            EncryptedTarget encrypted = target instanceof EncryptedTarget open ? open : beginning.open(stored);
            if (all.stream().allMatch(object -> isKey(object.name()))) {
                beginning.complete(encrypted);
            }
            target = encrypted;
        }
        isWritten = true;
        return remember(target);
    }

    @Override
    public String location() {
        return stored.location();
    }

    /** A listing of everything shows the kind too, and takes no request more than that of a plain copy. */
    @Override
    public List<Stored> list(String prefix) throws IOException {
        if (!prefix.isEmpty() || known != null) {
            return found().list(prefix);
        }
        List<Stored> all = stored.list("");
        if (all.isEmpty()) {
            withoutKeys(all);
            beginning.requireAllowed();
            return all;
        }
        if (all.stream().noneMatch(object -> isKey(object.name()))) {
            withoutKeys(all);
            return all;
        }
        EncryptedTarget target = beginning.open(stored);
        List<Stored> objects = target.decrypted(all);
        isWritten = !objects.isEmpty();
        remember(target);
        return objects;
    }

    /** An encrypted copy without its keys is not an empty one. */
    private void requireNotEncrypted(List<Stored> all) throws IOException {
        for (Stored object : all) {
            if (LocalTarget.isEncryptedName(object.name())) {
                throw new IOException(location() + " contains the encrypted object " + object.name()
                        + ", but not the folder " + Encryption.KEYS
                        + " with the keys; put it back, for example from another copy of this folder");
            }
        }
    }

    @Override
    public Collection<String> names(String folder) throws IOException {
        return found().names(folder);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return found().exists(name);
    }

    @Override
    public boolean isTaken(String name) throws IOException {
        return found().isTaken(name);
    }

    @Override
    public ObjectReader open(String name) throws IOException {
        return found().open(name);
    }

    @Override
    public Upload upload() throws IOException {
        return begun().upload();
    }

    @Override
    public Upload upload(String name) throws IOException {
        return begun().upload(name);
    }

    @Override
    public void publish(SequencedMap<String, Upload> uploads) throws IOException {
        begun().publish(uploads);
    }

    @Override
    public int discardUploads(String folder, Predicate<String> isOurs, Instant before) throws IOException {
        return found().discardUploads(folder, isOurs, before);
    }

    @Override
    public Appender create(String name) throws IOException {
        return begun().create(name);
    }

    @Override
    public Appender append(String name) throws IOException {
        return begun().append(name);
    }

    @Override
    public void delete(Collection<String> names) throws IOException {
        found().delete(names);
    }

    @Override
    public void verify() throws IOException {
        found().verify();
    }

    @Override
    public Lease lease(String name, LeaseTerms terms) throws IOException {
        BackupTarget target = known;
        Lease lease = (target == null ? stored : target).lease(name, terms);
        // Another process may have begun the copy before it returned the lease.
        isEmpty = false;
        return lease;
    }
}

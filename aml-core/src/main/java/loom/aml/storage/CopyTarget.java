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

    /** True after a look that found the target without keys: it is plain, or not begun. */
    private volatile boolean isWithoutKeys;

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
        if (target == null && isWithoutKeys) {
            return stored;
        }
        if (target == null) {
            isWithoutKeys = stored.list(Encryption.KEYS).isEmpty();
            target = isWithoutKeys ? stored : remember(beginning.open(stored));
        }
        return target;
    }

    private <T extends BackupTarget> T remember(T target) {
        known = target;
        return target;
    }

    /** Returns the target to write to. */
    private synchronized BackupTarget begun() throws IOException {
        BackupTarget target = known;
        if (target != null) {
            return target;
        }
        List<Stored> all = stored.list("");
        if (all.stream().anyMatch(object -> !isKey(object.name()))) {
            if (all.stream().anyMatch(object -> isKey(object.name()))) {
                return remember(beginning.open(stored));
            }
            beginning.requirePlain(stored);
            return remember(stored);
        }
        if (all.isEmpty()) {
            return remember(beginning.begin(stored));
        }
        EncryptedTarget interrupted = beginning.open(stored);
        beginning.complete(interrupted);
        return remember(interrupted);
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
            beginning.requireAllowed();
            return all;
        }
        if (all.stream().noneMatch(object -> isKey(object.name()))) {
            requireNotEncrypted(all);
            beginning.requirePlain(stored);
            remember(stored);
            return all;
        }
        EncryptedTarget target = beginning.open(stored);
        List<Stored> objects = target.decrypted(all);
        if (!objects.isEmpty()) {
            remember(target);
        }
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
    public Lease lease(String name, LeaseTerms terms) throws IOException {
        BackupTarget target = known;
        Lease lease = (target == null ? stored : target).lease(name, terms);
        // Another process may have begun the copy before it returned the lease.
        isWithoutKeys = false;
        return lease;
    }
}

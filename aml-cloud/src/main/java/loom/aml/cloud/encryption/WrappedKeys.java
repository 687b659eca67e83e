package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.DerivedFolder;
import loom.aml.storage.Encryption;
import loom.aml.storage.ObjectReader;
import loom.aml.storage.Unlocking;

/**
 * The keys of a target, wrapped for their readers. Thread-safe.
 *
 * <pre>
 * keys/&lt;epoch&gt;/&lt;fingerprint&gt;/&lt;recipient&gt;-&lt;seal&gt;.age     an age file for this recipient, with the key on a line
 * keys/&lt;epoch&gt;/&lt;fingerprint&gt;/passphrase-&lt;seal&gt;.age      the same for a passphrase
 * keys/&lt;epoch&gt;/&lt;fingerprint&gt;/removed-&lt;seal&gt;.age         empty: a reader was removed, who may have kept the key
 *
 * fingerprint     the first 32 digits of the SHA-256 of the recipient of the key
 * seal            see {@link NameCipher}
 * </pre>
 *
 * <p>The fingerprint shows which key a file must contain, so that a file kept from an earlier run is not used for another key. The seal shows that
 * somebody who has the key added the reader: who can only write to the target cannot have the next key wrapped for himself.
 */
final class WrappedKeys {
    /** The name of an empty object instead of a wrapped key, which shows that a reader was removed who may know the key. */
    private static final String REMOVED = "removed";

    private static final Pattern NAME = Pattern.compile(
            "keys/([1-9][0-9]{0,8})/([0-9a-f]{32})/(age1[0-9a-z]{58}|passphrase|removed)-([0-9a-f]{32})\\.age");
    private static final int READER = 3;
    private static final int SEAL = 4;
    private static final String SUFFIX = ".age";
    private static final int LARGEST = 1 << 20;
    private static final int PASSPHRASES = 3;

    private final BackupTarget stored;
    private final Unlocking unlocking;

    WrappedKeys(BackupTarget stored, Unlocking unlocking) {
        this.stored = stored;
        this.unlocking = unlocking;
    }

    /**
     * A wrapped key.
     *
     * @param fingerprint that of the key
     * @param reader the recipient, or {@link Encryption#PASSPHRASE}
     * @param seal the proof that a holder of the key wrapped it
     * @param bytes the size of the object
     */
    record Wrapped(int epoch, String fingerprint, String reader, String seal, long bytes) {
        String name() {
            return Encryption.KEYS + epoch + "/" + fingerprint + "/" + reader + "-" + seal + SUFFIX;
        }

        boolean isOf(RepositoryKey key) {
            return epoch == key.epoch() && fingerprint.equals(key.fingerprint());
        }

        /** Returns whether a holder of the key wrapped it for this reader. */
        boolean isSealedBy(RepositoryKey key) {
            return isOf(key) && seal.equals(key.seal(reader));
        }

        boolean isOfReader() {
            return !reader.equals(REMOVED);
        }
    }

    static String nameOf(RepositoryKey key, String reader) {
        return new Wrapped(key.epoch(), key.fingerprint(), reader, key.seal(reader), 0).name();
    }

    /** Returns the wrapped key that a stored object is; empty if it is something else. */
    static Optional<Wrapped> of(BackupTarget.Stored object) {
        Matcher name = NAME.matcher(object.name());
        return object.isObject() && name.matches()
                ? Optional.of(new Wrapped(
                        Integer.parseInt(name.group(1)),
                        name.group(2),
                        name.group(READER),
                        name.group(SEAL),
                        object.bytes()))
                : Optional.empty();
    }

    /** Removes keys whose wrapping was interrupted. Requires the lease of the writer. */
    void discardInterrupted() throws IOException {
        stored.discardUploads(Encryption.KEYS, name -> NAME.matcher(name).matches(), Instant.MAX);
    }

    /** Returns the wrapped keys in a listing. */
    static List<Wrapped> in(List<BackupTarget.Stored> listing) {
        return listing.stream().flatMap(object -> of(object).stream()).toList();
    }

    List<Wrapped> list() throws IOException {
        return in(stored.list(Encryption.KEYS));
    }

    /**
     * Unwraps a key.
     *
     * @param wrapped the files with the key
     * @return empty if no key of the user fits
     * @throws DamagedException if all that fit are damaged
     */
    Optional<RepositoryKey> unwrap(List<Wrapped> wrapped) throws IOException {
        List<DamagedException> damaged = new ArrayList<>();
        for (Encryption.UserKey own : unlocking.keys()) {
            for (Wrapped one : wrapped) {
                if (one.reader().equals(own.recipient())) {
                    try {
                        return Optional.of(unwrap(one, identity(own).reader()));
                    } catch (DamagedException e) {
                        damaged.add(e);
                    }
                }
            }
        }
        // Each costs much memory and time, and only one of them has the right seal.
        List<Wrapped> byPassphrase = wrapped.stream()
                .filter(one -> one.reader().equals(Encryption.PASSPHRASE))
                .limit(PASSPHRASES)
                .toList();
        Optional<String> passphrase = byPassphrase.isEmpty()
                ? Optional.empty()
                : unlocking.passphrase().get(false);
        if (passphrase.isPresent()) {
            for (Wrapped one : byPassphrase) {
                try {
                    return Optional.of(unwrap(one, new ScryptStanza(passphrase.get())));
                } catch (DamagedException e) {
                    damaged.add(e);
                }
            }
        }
        if (!damaged.isEmpty()) {
            throw damaged.getFirst();
        }
        return Optional.empty();
    }

    private static Identity identity(Encryption.UserKey key) {
        try {
            return Identity.of(key.identity());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a valid key of a user", e);
        }
    }

    private RepositoryKey unwrap(Wrapped wrapped, RecipientStanzaReader reader) throws IOException {
        Optional<byte[]> kept = kept(wrapped);
        if (kept.isPresent()) {
            try {
                return key(wrapped, kept.get(), reader);
            } catch (GeneralSecurityException | IOException e) {
                // The kept file is damaged.
            }
        }
        return read(wrapped, reader);
    }

    private RepositoryKey read(Wrapped wrapped, RecipientStanzaReader reader) throws IOException {
        byte[] file = read(wrapped);
        try {
            RepositoryKey key = key(wrapped, file, reader);
            keep(wrapped, file);
            return key;
        } catch (GeneralSecurityException | IOException e) {
            throw new DamagedException(
                    0,
                    "the key " + stored.location() + "/" + wrapped.name()
                            + (wrapped.reader().equals(Encryption.PASSPHRASE)
                                    ? " is damaged, or the passphrase is wrong"
                                    : " is damaged")
                            + " (" + e.getMessage() + ")");
        }
    }

    private static RepositoryKey key(Wrapped wrapped, byte[] file, RecipientStanzaReader reader)
            throws GeneralSecurityException, IOException {
        RepositoryKey key = RepositoryKey.of(wrapped.epoch(), identity(file, reader));
        if (!wrapped.isSealedBy(key)) {
            throw new GeneralSecurityException("it contains another key than its name says");
        }
        return key;
    }

    private byte[] read(Wrapped wrapped) throws IOException {
        try (ObjectReader object = stored.open(wrapped.name())) {
            return object.readAll(LARGEST);
        }
    }

    private static Identity identity(byte[] file, RecipientStanzaReader reader)
            throws GeneralSecurityException, IOException {
        try (ReadableByteChannel plain = new StandardDecryptingChannelFactory()
                .newDecryptingChannel(Channels.newChannel(new ByteArrayInputStream(file)), List.of(reader))) {
            byte[] text = Channels.newInputStream(plain).readNBytes(LARGEST);
            return Identity.parse(new String(text, US_ASCII)).getFirst();
        } catch (RuntimeException e) {
            // The header breaks off.
            throw new PayloadException("a damaged file", e);
        }
    }

    /**
     * Wraps a key for a reader.
     *
     * @param isNew whether a passphrase is set, and not the one that is used already
     */
    void wrap(RepositoryKey key, String reader, boolean isNew) throws IOException {
        RecipientStanzaWriter writer;
        try {
            writer = reader.equals(Encryption.PASSPHRASE)
                    ? new ScryptStanza(passphrase(isNew))
                    : Identity.writer(reader);
        } catch (GeneralSecurityException e) {
            throw new IOException(reader + " is not an X25519 recipient of age (age1...)", e);
        }
        String name = nameOf(key, reader);
        try (BackupTarget.Upload upload = stored.upload(name)) {
            try (WritableByteChannel plain = SealedUpload.encrypting(upload, List.of(writer))) {
                plain.write(ByteBuffer.wrap(text(key)));
            }
            upload.publish(name);
        }
    }

    private static byte[] text(RepositoryKey key) {
        return ("# aml, key of epoch " + key.epoch() + "\n# public key: "
                        + key.identity().recipient() + "\n" + key.identity().secret() + "\n")
                .getBytes(US_ASCII);
    }

    private String passphrase(boolean isNew) throws IOException {
        return unlocking
                .passphrase()
                .get(isNew)
                .orElseThrow(
                        () -> new IOException(
                                "the passphrase of " + stored.location()
                                        + " is needed: run the command in a terminal, or set backup.passphrase_file to a file with it"));
    }

    /** Writes that a reader of a key was removed. */
    void markRemoval(RepositoryKey key) throws IOException {
        String name = nameOf(key, REMOVED);
        try (BackupTarget.Upload upload = stored.upload(name)) {
            upload.publish(name);
        }
    }

    /**
     * Reads the wrapped keys of the user from the target, and not from earlier runs.
     *
     * @throws DamagedException if one is damaged
     */
    void verifyOwn(List<Wrapped> wrapped) throws IOException {
        for (Encryption.UserKey own : unlocking.keys()) {
            for (Wrapped one : wrapped) {
                if (one.reader().equals(own.recipient())) {
                    read(one, identity(own).reader());
                }
            }
        }
    }

    /**
     * Verifies that the passphrase is that of the target.
     *
     * @param wrapped those with a valid seal
     * @throws IOException if it is not known, or another one
     */
    void requirePassphrase(List<Wrapped> wrapped) throws IOException {
        ScryptStanza reader = new ScryptStanza(passphrase(false));
        for (Wrapped one : wrapped) {
            if (one.reader().equals(Encryption.PASSPHRASE)) {
                read(one, reader);
            }
        }
    }

    void delete(List<String> names) throws IOException {
        stored.delete(names);
    }

    private Optional<byte[]> kept(Wrapped wrapped) {
        return unlocking
                .cache()
                .flatMap(folder -> folder.read(cacheName(wrapped), LARGEST))
                .filter(file -> file.length == wrapped.bytes());
    }

    private void keep(Wrapped wrapped, byte[] file) {
        Optional<DerivedFolder> cache = unlocking.cache();
        if (cache.isPresent()) {
            try {
                cache.get().write(cacheName(wrapped), out -> out.write(file));
            } catch (IOException e) {
                // It takes one request more the next time.
            }
        }
    }

    private String cacheName(Wrapped wrapped) {
        return Sha256.of((stored.location() + "/" + wrapped.name()).getBytes(US_ASCII))
                        .hex()
                + SUFFIX;
    }
}

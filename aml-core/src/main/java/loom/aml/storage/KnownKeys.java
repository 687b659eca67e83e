package loom.aml.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import loom.aml.io.Sha256;

/**
 * The keys that a target had when this machine wrote to it, by their fingerprints, so that keys that somebody put in their place are not used:
 * who can write to the target could wrap a key of his own for its readers, and then read what they copy there. A first key is trusted, as by SSH.
 * Thread-safe.
 */
public final class KnownKeys {
    private static final String SUFFIX = ".known";
    private static final long LARGEST = 1 << 16;

    private final String location;
    private final Optional<DerivedFolder> folder;

    /** @param folder keeps the fingerprints; empty to know none */
    public KnownKeys(String location, Optional<DerivedFolder> folder) {
        this.location = location;
        this.folder = folder;
    }

    private SortedSet<String> fingerprints() {
        return folder.flatMap(kept -> kept.read(name(), LARGEST)).stream()
                .flatMap(text -> new String(text, US_ASCII).lines())
                .filter(line -> !line.isBlank())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String name() {
        return Sha256.of(location.getBytes(UTF_8)).hex() + SUFFIX;
    }

    /**
     * Verifies that the target has no other keys than before.
     *
     * @throws IOException if it has; the message says what to do
     */
    public void require(Collection<String> keys) throws IOException {
        SortedSet<String> known = fingerprints();
        for (String key : keys) {
            if (!known.isEmpty() && !known.contains(key)) {
                throw new IOException(location + " has another key than before (" + key
                        + "). If its key was rotated elsewhere, or the copy was begun again, run 'aml backup key accept';"
                        + " otherwise somebody has replaced the key, and could read what is copied there");
            }
        }
    }

    /**
     * Verifies that a target that is plain was so before.
     *
     * @throws IOException if it was encrypted; the message says what to do
     */
    public void requireNone() throws IOException {
        if (!fingerprints().isEmpty()) {
            throw new IOException(
                    location + " was encrypted when this machine copied to it, and is not any more: somebody"
                            + " has replaced it. Copy to another place, or delete it, so that the next copy begins it again");
        }
    }

    /** Remembers the keys of a target that none are known of. */
    public void acceptFirst(Collection<String> keys) throws IOException {
        if (folder.isPresent() && fingerprints().isEmpty()) {
            accept(keys);
        }
    }

    /**
     * Remembers keys, besides those that are known.
     *
     * @return whether one was not known
     */
    public boolean accept(Collection<String> keys) throws IOException {
        SortedSet<String> known = fingerprints();
        if (folder.isEmpty() || !known.addAll(keys)) {
            return false;
        }
        remember(known, folder.get());
        return true;
    }

    private void remember(SortedSet<String> known, DerivedFolder kept) throws IOException {
        byte[] text = String.join("\n", known).getBytes(US_ASCII);
        if (!kept.write(name(), out -> out.write(text))) {
            throw new IOException("another process remembers the key of " + location + " now; run the command again");
        }
    }

    /** Forgets the keys: a plain target is begun. */
    public void forget() throws IOException {
        if (folder.isPresent() && !fingerprints().isEmpty()) {
            remember(new TreeSet<>(), folder.get());
        }
    }
}

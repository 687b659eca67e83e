package loom.aml.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.Sha256;
import loom.aml.io.SmallFile;
import loom.aml.json.JsonObject;

/**
 * The keys that an encrypted target had when this user wrote to it, and their readers. Who can write to the target could put a key of his own in
 * their place, wrapped for its readers, and then read what they copy there; or a reader who was removed could list himself again. So other keys
 * are refused until the user accepts them. The first key is trusted, as by SSH.
 *
 * <pre>
 * &lt;state&gt;/aml/copies/&lt;SHA-256 of the location&gt;.json
 *     {"location":"s3://b/p","keys":[{"epoch":1,"fingerprint":"9b1c...","readers":["age1..."]}]}
 * </pre>
 *
 * @param folder the folder of the user for them; empty if the user has no home directory: then each key is a first one
 * @param location the location of the target
 */
public record KnownKeys(Disk disk, Optional<Path> folder, String location) {
    private static final long LARGEST = 1 << 20;
    private static final Access PRIVATE = new Access(PosixFilePermissions.fromString("rwx------"), null, null);

    private Optional<Path> file() {
        return folder.map(
                path -> path.resolve(Sha256.of(location.getBytes(UTF_8)).hex() + ".json"));
    }

    /** @throws IOException if they cannot be read: then nothing is known about any key */
    private List<CopyKey> read() throws IOException {
        Optional<Path> file = file();
        if (file.isEmpty() || disk.state(file.get()).isMissing()) {
            return List.of();
        }
        try {
            JsonObject json = JsonObject.parse(SmallFile.read(disk, file.get(), LARGEST));
            if (!json.has("keys")) {
                throw new NoSuchElementException("keys");
            }
            return json.objects("keys").stream().map(CopyKey::parse).toList();
        } catch (IOException | NoSuchElementException e) {
            throw new IOException(
                    "cannot read which key " + location + " had before (" + FileName.text(file.get())
                            + "). Repair or delete this file; then the key that is there now is trusted",
                    e);
        }
    }

    /**
     * Remembers keys in place of those that are known.
     *
     * @param keys none for a plain target
     */
    public void replace(List<CopyKey> keys) throws IOException {
        Optional<Path> file = file();
        if (file.isEmpty() || read().equals(keys)) {
            return;
        }
        Folders.create(disk, folder.orElseThrow(), PRIVATE);
        byte[] text = JsonObject.builder()
                .put("location", location)
                .put("keys", keys.stream().map(CopyKey::toJson).toList())
                .build()
                .toString()
                .getBytes(UTF_8);
        Replacement.writePrivately(disk, file.get(), text);
    }

    /** Remembers the keys of a target that none are known of. */
    public void acceptFirst(List<CopyKey> keys) throws IOException {
        if (read().isEmpty()) {
            replace(keys);
        }
    }

    /**
     * Remembers keys that the user accepts.
     *
     * @return whether something about them was not known
     */
    public boolean accept(List<CopyKey> keys) throws IOException {
        boolean isNew = !read().equals(keys);
        replace(keys);
        return isNew;
    }

    /**
     * Returns the keys that may be used: all if none are known, and otherwise those that are known.
     *
     * @param present the keys that were unlocked, the newest first
     * @throws IOException if the newest one is not known and replaces a known one; the message says what to do
     */
    public List<CopyKey> trusted(List<CopyKey> present) throws IOException {
        List<CopyKey> known = read();
        if (known.isEmpty()) {
            return present;
        }
        List<CopyKey> trusted = present.stream()
                .filter(key -> known.stream().anyMatch(key::isSame))
                .toList();
        CopyKey newest = present.getFirst();
        int last = known.stream().mapToInt(CopyKey::epoch).max().orElse(0);
        if (trusted.isEmpty() || (newest.epoch() > last && !trusted.contains(newest))) {
            throw new IOException(
                    location + " has another key than before. If it was rotated elsewhere, or the copy was begun"
                            + " again, run 'aml backup key accept " + newest.fingerprint()
                            + "'; otherwise somebody has replaced the key, and could read what is copied there");
        }
        return trusted;
    }

    /**
     * Verifies that nobody else added a reader.
     *
     * @throws IOException if somebody did; the message says what to do
     */
    public void requireReaders(SortedSet<String> readers, String fingerprint) throws IOException {
        List<CopyKey> known = read();
        for (String reader : readers) {
            if (!known.isEmpty()
                    && known.stream().noneMatch(key -> key.readers().contains(reader))) {
                throw new IOException(
                        reader + " was added to the readers of " + location + " elsewhere, and would get the new"
                                + " key. Remove it with 'aml backup key remove', or accept it with 'aml backup key accept "
                                + fingerprint + "'");
            }
        }
    }

    /**
     * Verifies that a target that is plain was so before.
     *
     * @throws IOException if it was encrypted; the message says what to do
     */
    public void requireNone() throws IOException {
        if (!read().isEmpty()) {
            throw new IOException(
                    location + " was encrypted when you copied to it, and is not any more: somebody has replaced"
                            + " it. Copy to another place, or delete it, so that the next copy begins it again");
        }
    }

    /** Remembers that a reader was added. */
    public void addReader(String reader) throws IOException {
        change(readers -> readers.add(reader));
    }

    /** Forgets a reader who was removed. */
    public void removeReader(String reader) throws IOException {
        change(readers -> readers.remove(reader));
    }

    private void change(Consumer<SortedSet<String>> change) throws IOException {
        replace(read().stream()
                .map(key -> {
                    SortedSet<String> readers = new TreeSet<>(key.readers());
                    change.accept(readers);
                    return key.with(readers);
                })
                .toList());
    }
}

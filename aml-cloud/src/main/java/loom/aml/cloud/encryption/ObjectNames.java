package loom.aml.cloud.encryption;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.BackupTarget.Stored;
import loom.aml.storage.Encryption;

/** The objects of an encrypted target by their names. */
final class ObjectNames {
    private final BackupTarget stored;
    private final List<RepositoryKey> keys;

    /** @param keys the newest first */
    ObjectNames(BackupTarget stored, List<RepositoryKey> keys) {
        this.stored = stored;
        this.keys = keys;
    }

    /**
     * An object with its name and the key that it is stored with.
     *
     * @param object its size is that of the plain object, and -1 if no object has such a stored size
     */
    record Named(RepositoryKey key, Stored object) {}

    /** Returns the objects with a beginning, sorted by name. Those whose names cannot be decrypted have the stored name and no size. */
    List<Stored> list(String prefix) throws IOException {
        Map<String, Named> found = new TreeMap<>();
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        for (RepositoryKey key : keys) {
            Optional<String> storedFolder = key.names().folder(folder);
            if (storedFolder.isPresent()) {
                addAll(stored.list(storedFolder.get()), prefix, true, found);
            }
            Optional<String> hashes = key.names().hashesBeside(folder);
            if (hashes.isPresent()) {
                addAll(stored.list(hashes.get()), prefix, false, found);
            }
        }
        return objects(found);
    }

    private static List<Stored> objects(Map<String, Named> found) {
        return found.values().stream().map(Named::object).toList();
    }

    /** Returns the objects in a complete listing, sorted by name. */
    List<Stored> decrypted(List<Stored> listing) throws IOException {
        Map<String, Named> found = new TreeMap<>();
        addAll(listing, "", true, found);
        return objects(found);
    }

    private void addAll(List<Stored> listing, String prefix, boolean showsUnreadable, Map<String, Named> found)
            throws IOException {
        for (Stored object : listing) {
            if (WrappedKeys.of(object).isPresent()) {
                continue;
            }
            Optional<Named> named = named(object);
            if (named.isPresent()) {
                String name = named.get().object().name();
                if (isListed(name, prefix)) {
                    // If both keys have one, that of the newer key is read.
                    found.merge(
                            name,
                            named.get(),
                            (one, other) -> one.key().epoch() > other.key().epoch() ? one : other);
                }
            } else if (showsUnreadable) {
                String name = unreadable(object);
                found.put(name, new Named(keys.getFirst(), new Stored(name, -1)));
            }
        }
    }

    /** Returns a name for an object whose name cannot be decrypted, so that it is noticed: in its folder, as far as that can be decrypted. */
    private String unreadable(Stored object) {
        String name = object.name();
        for (int end = name.lastIndexOf('/') + 1; end > 0; end = name.lastIndexOf('/', end - 2) + 1) {
            for (RepositoryKey key : keys) {
                Optional<String> folder = key.names().folderName(name.substring(0, end));
                if (folder.isPresent()) {
                    return folder.get() + name.substring(end);
                }
            }
        }
        return name;
    }

    private static boolean isListed(String name, String prefix) {
        return name.startsWith(prefix) && Arrays.stream(name.split("/")).noneMatch(part -> part.startsWith("."));
    }

    /** Returns the name of a stored object; empty if no key fits. */
    Optional<Named> named(Stored object) throws IOException {
        for (RepositoryKey key : keys) {
            Optional<String> name = EncryptedNames.isHash(object.name())
                    ? longName(object, key)
                    : key.names().name(object.name());
            if (name.isPresent()) {
                long bytes = object.isObject() ? SealedReader.sizeOf(object.bytes(), name.get()) : -1;
                return Optional.of(new Named(key, new Stored(name.get(), bytes)));
            }
        }
        return Optional.empty();
    }

    /** Reads the name of an object that is stored under a hash. */
    private Optional<String> longName(Stored object, RepositoryKey key) throws IOException {
        if (!object.isObject()) {
            return Optional.empty();
        }
        try (SealedReader sealed = new SealedReader(stored.open(object.name()), object.name(), key)) {
            return Optional.of(sealed.name()).filter(name -> isStored(name, object.name(), key));
        } catch (DamagedException | FileSystemException e) {
            return Optional.empty();
        }
    }

    private static boolean isStored(String name, String storedName, RepositoryKey key) {
        try {
            return key.names().stored(name).equals(storedName);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the parts of names that follow a folder. */
    Collection<String> parts(String folder) throws IOException {
        Set<String> found = new HashSet<>();
        for (RepositoryKey key : keys) {
            Optional<String> storedFolder = key.names().folder(folder);
            if (storedFolder.isPresent()) {
                addParts(folder, storedFolder.get(), key, found);
            }
            Optional<String> hashes = key.names().hashesBeside(folder);
            if (hashes.isPresent()) {
                for (Stored object : stored.list(hashes.get())) {
                    longName(object, key).ifPresent(name -> addPart(folder, name, found));
                }
            }
        }
        return found;
    }

    private void addParts(String folder, String storedFolder, RepositoryKey key, Set<String> found) throws IOException {
        for (String part : stored.names(storedFolder)) {
            String path = storedFolder + part;
            if (EncryptedNames.isContinued(part)) {
                addParts(folder, path + "/", key, found);
            } else if (EncryptedNames.isHash(path)) {
                longName(new Stored(path, 0), key).ifPresent(name -> addPart(folder, name, found));
            } else if (part.startsWith(".")) {
                found.add(part);
            } else if (!isKeys(folder, part)) {
                addPart(folder, name(path, key).orElse(folder + part), found);
            }
        }
    }

    private static boolean isKeys(String folder, String part) {
        return folder.isEmpty() && Encryption.KEYS.equals(part + "/");
    }

    private static Optional<String> name(String path, RepositoryKey key) {
        Optional<String> object = key.names().name(path);
        return object.isPresent() ? object : key.names().folderName(path + "/");
    }

    private static void addPart(String folder, String name, Set<String> found) {
        if (name.startsWith(folder) && name.length() > folder.length()) {
            String rest = name.substring(folder.length());
            int slash = rest.indexOf('/');
            found.add(slash < 0 ? rest : rest.substring(0, slash));
        }
    }
}

package loom.aml.cloud;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.storage.BackupTarget.Stored;

/** The objects of a target by their names, also those whose names are too long for keys. Thread-safe. */
final class ObjectNames {
    /** No encoded name is longer: it is at most five times as long as a name of 2,300 bytes. */
    private static final int LONGEST_NAME = 1 << 20;

    private final Bucket bucket;
    private final ObjectKeys keys;

    /** Long names by the keys of their objects. They never change. */
    private final Map<String, String> longNames = new ConcurrentHashMap<>();

    ObjectNames(Bucket bucket, ObjectKeys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    /**
     * Returns the key of a name.
     *
     * @throws FileSystemException if it is not the name of an object
     */
    String keyOf(String name) throws FileSystemException {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new FileSystemException(name, null, "not the name of an object");
            }
        }
        return keys.keyOf(name);
    }

    /** Stores the name of an object that is about to be stored, if its key does not contain it. */
    void record(String name) throws IOException {
        if (keys.isLong(name)) {
            byte[] encoded = ObjectKeys.encode(name).getBytes(US_ASCII);
            bucket.put(keys.keyOfName(keyOf(name)), encoded, encoded.length);
        }
    }

    /** Returns the objects with a beginning whose parts do not begin with a dot, sorted by name. */
    List<Stored> list(String beginning) throws IOException {
        List<Stored> found = new ArrayList<>();
        for (Bucket.Listed listed : candidates(beginning, false)) {
            if (keys.isHash(listed.key())) {
                Optional<String> name = longNameOf(listed.key());
                if (name.isEmpty()) {
                    // Its name is lost. It is listed as something that cannot be opened, so that it is noticed.
                    found.add(new Stored(listed.key(), -1));
                } else if (isListed(name.get(), beginning)) {
                    found.add(new Stored(name.get(), listed.size()));
                }
            } else if (!keys.isOfLongName(listed.key())) {
                keys.nameOf(listed.key())
                        .filter(name -> isListed(name, beginning))
                        .ifPresent(name -> found.add(new Stored(name, listed.size())));
            }
        }
        found.sort((one, other) -> one.name().compareTo(other.name()));
        return found;
    }

    private static boolean isListed(String name, String beginning) {
        return name.startsWith(beginning)
                && !name.endsWith("/")
                && Arrays.stream(name.split("/")).noneMatch(part -> part.startsWith("."));
    }

    /** Returns the parts of names that follow a folder. */
    Collection<String> parts(String folder) throws IOException {
        Set<String> found = new HashSet<>();
        for (Bucket.Listed listed : candidates(folder, true)) {
            String key = listed.key();
            Optional<String> name =
                    keys.isHash(key) ? longNameOf(key) : keys.isOfLongName(key) ? Optional.empty() : keys.nameOf(key);
            name.filter(one -> one.startsWith(folder) && one.length() > folder.length())
                    .map(one -> one.substring(folder.length()))
                    .ifPresent(rest -> found.add(rest.split("/", 2)[0]));
        }
        return found;
    }

    private List<Bucket.Listed> candidates(String beginning, boolean byFolder) throws IOException {
        List<Bucket.Listed> found = new ArrayList<>();
        String key = keys.beginningOf(beginning);
        if (key.length() <= ObjectKeys.LONGEST) {
            found.addAll(bucket.list(key, byFolder));
        }
        Optional<String> hashes = keys.hashesBeside(beginning);
        if (hashes.isPresent()) {
            found.addAll(bucket.list(hashes.get(), false));
        }
        return found;
    }

    private Optional<String> longNameOf(String key) throws IOException {
        String known = longNames.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> name;
        try {
            byte[] encoded =
                    bucket.get(keys.keyOfName(key), 0, LONGEST_NAME, null).bytes();
            name = keys.nameOf(key, new String(encoded, US_ASCII));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        name.ifPresent(found -> longNames.put(key, found));
        return name;
    }

    /** Deletes objects in order. Those that follow each other in one folder are deleted together. */
    void delete(Collection<String> names) throws IOException {
        List<String> together = new ArrayList<>();
        List<String> namesOfLong = new ArrayList<>();
        String folder = "";
        for (String name : names) {
            String key = keyOf(name);
            String its = key.substring(0, key.lastIndexOf('/') + 1);
            if (!its.equals(folder) && !together.isEmpty()) {
                bucket.delete(together);
                together.clear();
            }
            folder = its;
            together.add(key);
            if (keys.isLong(name)) {
                namesOfLong.add(keys.keyOfName(key));
            }
        }
        for (List<String> rest : List.of(together, namesOfLong)) {
            if (!rest.isEmpty()) {
                bucket.delete(rest);
            }
        }
    }
}

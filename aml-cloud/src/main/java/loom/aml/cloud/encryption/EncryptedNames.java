package loom.aml.cloud.encryption;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that objects are stored under, which depend on the key. Folders remain folders, so that objects can be listed by them.
 *
 * <pre>
 * &lt;part&gt;/&lt;part&gt;/&lt;part&gt;.age                   each part encrypted, see {@link NameCipher}
 * &lt;up to 240 digits&gt;-/&lt;240 digits&gt;.age     a part with more than 240 digits; all but the first piece have 240
 *
 * a name that would have more than 800 characters:
 * &lt;part&gt;/&lt;part&gt;/long-&lt;32 digits&gt;.age        up to two folders, then the hash; the object contains its name
 * </pre>
 *
 * <p>All characters have one case, and no part has more than 255 bytes. Thread-safe.
 */
final class EncryptedNames {
    /** So that a key in a bucket has at most 1,024 characters with the longest prefix, and a file has a path with less than 4,096. */
    static final int LONGEST = 800;

    private static final String SUFFIX = ".age";
    private static final String LONG = "long-";
    private static final String CONTINUED = "-";
    private static final int PIECE = 240;
    private static final int STEM_FOLDERS = 2;
    private static final int LONGEST_STEM = 600;
    private static final int REMEMBERED = 10_000;

    private final NameCipher cipher;

    /** Stored folders by their names, and names by stored folders. */
    private final Map<String, String> storedFolders = new ConcurrentHashMap<>();

    private final Map<String, String> folders = new ConcurrentHashMap<>();

    EncryptedNames(NameCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * Returns the name that an object is stored under.
     *
     * @throws FileSystemException if it is not the name of an object
     */
    String stored(String name) throws FileSystemException {
        requireName(name);
        String direct = direct(name);
        return direct.length() <= LONGEST ? direct : storedFolder(stem(name)) + LONG + cipher.hash(name) + SUFFIX;
    }

    private static void requireName(String name) throws FileSystemException {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new FileSystemException(name, null, "not the name of an object");
            }
        }
    }

    private String direct(String name) throws FileSystemException {
        int slash = name.lastIndexOf('/') + 1;
        return storedFolder(name.substring(0, slash))
                + pieces(name.substring(0, slash), name.substring(slash))
                + SUFFIX;
    }

    private String pieces(String folder, String part) throws FileSystemException {
        return cut(cipher.encrypt(folder, part));
    }

    private static String cut(String digits) {
        int first = (digits.length() - 1) % PIECE + 1;
        StringBuilder pieces = new StringBuilder(digits.substring(0, first));
        for (int at = first; at < digits.length(); at += PIECE) {
            pieces.append(CONTINUED).append('/').append(digits, at, at + PIECE);
        }
        return pieces.toString();
    }

    /** Returns the folder that objects are stored in, whether it is too long for any of them or not. */
    private String storedFolder(String folder) throws FileSystemException {
        if (folder.isEmpty()) {
            return "";
        }
        String known = storedFolders.get(folder);
        if (known == null) {
            int slash = folder.lastIndexOf('/', folder.length() - 2) + 1;
            String above = folder.substring(0, slash);
            known = storedFolder(above) + pieces(above, folder.substring(slash, folder.length() - 1)) + "/";
            remember(storedFolders, folder, known);
        }
        return known;
    }

    private static void remember(Map<String, String> known, String from, String to) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(from, to);
    }

    /** Returns the stored folder of the objects with short names in a folder; empty if all have long ones. */
    Optional<String> folder(String folder) throws FileSystemException {
        String found = storedFolder(folder);
        return found.length() < LONGEST ? Optional.of(found) : Optional.empty();
    }

    /** Returns the beginning of the stored names of objects with long names in a folder that {@link #folder} does not contain; empty if none. */
    Optional<String> hashesBeside(String folder) throws FileSystemException {
        String stem = stem(folder);
        return stem.equals(folder) ? Optional.empty() : Optional.of(storedFolder(stem) + LONG);
    }

    /** Returns the first folders of a name, so that a hash fits beside them. */
    private String stem(String name) throws FileSystemException {
        int end = 0;
        for (int folder = 0; folder < STEM_FOLDERS; folder++) {
            int slash = name.indexOf('/', end);
            if (slash < 0 || storedFolder(name.substring(0, slash + 1)).length() > LONGEST_STEM) {
                break;
            }
            end = slash + 1;
        }
        return name.substring(0, end);
    }

    /** Returns whether something is stored under the hash of a long name. */
    static boolean isHash(String stored) {
        return stored.startsWith(LONG, stored.lastIndexOf('/') + 1);
    }

    /** Returns the name of a stored object; empty if it is not stored under a name of this key, or under a hash. */
    Optional<String> name(String stored) {
        if (!stored.endsWith(SUFFIX) || stored.length() > LONGEST || isHash(stored)) {
            return Optional.empty();
        }
        return path(stored.substring(0, stored.length() - SUFFIX.length()));
    }

    /**
     * Returns the folder of a stored folder.
     *
     * @param stored ends with a slash, or is empty
     */
    Optional<String> folderName(String stored) {
        if (stored.isEmpty()) {
            return Optional.of("");
        }
        String known = folders.get(stored);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> found = path(stored.substring(0, stored.length() - 1)).map(path -> path + "/");
        found.ifPresent(name -> remember(folders, stored, name));
        return found;
    }

    private Optional<String> path(String stored) {
        List<String> pieces = new ArrayList<>();
        int end = stored.length();
        int begin;
        do {
            begin = stored.lastIndexOf('/', end - 1) + 1;
            pieces.add(stored.substring(begin, end));
            end = begin - 1;
        } while (begin > 1 && stored.startsWith(CONTINUED, begin - 2));
        Collections.reverse(pieces);
        String part = String.join("/", pieces);
        String digits = part.replace(CONTINUED + "/", "");
        Optional<String> folder = folderName(stored.substring(0, begin));
        if (folder.isEmpty() || digits.isEmpty() || !cut(digits).equals(part)) {
            return Optional.empty();
        }
        return cipher.decrypt(folder.get(), digits).map(name -> folder.get() + name);
    }

    /** Returns whether a stored part is continued in the folder with its name. */
    static boolean isContinued(String part) {
        return part.endsWith(CONTINUED);
    }
}

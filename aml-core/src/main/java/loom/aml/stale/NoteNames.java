package loom.aml.stale;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names by which the notes of a store refer to each other: ids, the last names of their paths, and titles. */
final class NoteNames {
    private static final String NOTE = ".md";

    private final Set<String> ids = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> lasts = new HashMap<>();
    private final Map<String, String> ends = new HashMap<>();
    private boolean isComplete = true;

    /** Adds a note that exists, even if it cannot be read. */
    void add(String id, @Nullable String title) {
        ids.add(id);
        names.add(plain(id));
        String last = id.substring(id.lastIndexOf('/') + 1);
        names.add(plain(last));
        if (title != null) {
            names.add(plain(title));
        }
        for (int slash = id.indexOf('/'); slash >= 0; slash = id.indexOf('/', slash + 1)) {
            folders.add(id.substring(0, slash));
        }
        String plain = plain(last);
        // Empty: more than one note.
        lasts.put(plain, lasts.containsKey(plain) ? "" : id);
        int mark = plain.indexOf('-');
        if (mark > 0) {
            String end = plain.substring(mark + 1);
            ends.put(end, ends.containsKey(end) ? "" : id);
        }
    }

    /** Records that some names are not known, since a folder could not be listed. */
    void isPartial() {
        isComplete = false;
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Returns whether a note is at a path within the store. */
    boolean hasFile(String path) {
        return path.endsWith(NOTE) && ids.contains(withoutSuffix(path));
    }

    boolean hasFolder(String path) {
        return folders.contains(path);
    }

    /** Returns whether any note has a name, in whatever spelling. */
    boolean has(String name) {
        return names.contains(plain(withoutSuffix(name)));
    }

    /** Returns the id of the probable note: with that name in another folder, or with a prefix such as its type. */
    Optional<String> near(String name) {
        String open = withoutSuffix(name);
        String last = open.substring(open.lastIndexOf('/') + 1);
        String only = lasts.getOrDefault(plain(last), "");
        String near = only.isEmpty() ? ends.getOrDefault(plain(last), "") : only;
        return near.isEmpty() ? Optional.empty() : Optional.of(near);
    }

    private static String withoutSuffix(String name) {
        return name.endsWith(NOTE) ? name.substring(0, name.length() - NOTE.length()) : name;
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    }
}

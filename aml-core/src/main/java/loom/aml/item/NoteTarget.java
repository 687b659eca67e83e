package loom.aml.item;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A file of the store that a Markdown link leads to.
 *
 * @param path its path within the store
 */
public record NoteTarget(String path) {
    private static final String NOTE = ".md";

    /**
     * Resolves the target of a link.
     *
     * @param from the path of the file that contains the link
     * @param target the target as written, perhaps with a fragment
     * @return empty if it leads out of the store, or is not a Markdown file
     */
    public static Optional<NoteTarget> of(String from, String target) {
        String file = decoded(target.replaceFirst("[#?].*$", ""));
        if (!file.endsWith(NOTE) || file.startsWith("/") || file.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return Optional.empty();
        }
        Deque<String> path = new ArrayDeque<>();
        int slash = from.lastIndexOf('/');
        for (String part : ((slash < 0 ? "" : from.substring(0, slash + 1)) + file).split("/", -1)) {
            if (part.equals("..") && path.pollLast() == null) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                path.addLast(part);
            }
        }
        return Optional.of(new NoteTarget(String.join("/", path)));
    }

    private static String decoded(String target) {
        try {
            return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign of its own.
            return target;
        }
    }

    /** Returns the id of the note. */
    public String id() {
        return path.substring(0, path.length() - NOTE.length());
    }
}

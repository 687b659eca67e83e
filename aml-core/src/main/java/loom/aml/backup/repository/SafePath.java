package loom.aml.backup.repository;

import java.util.Locale;

/**
 * Tells a path that may be restored from one that must not: manifests are text that anybody can edit, and a restore by root must
 * not be made to write elsewhere than below the folder that it was given.
 */
final class SafePath {
    private static final String OWN = ".aml-";

    private SafePath() {}

    /** Whether a path leads to a place below the folder that it is relative to, and to nothing of our own there. */
    static boolean isSafe(String path) {
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return !path.toLowerCase(Locale.ROOT).startsWith(OWN);
    }
}

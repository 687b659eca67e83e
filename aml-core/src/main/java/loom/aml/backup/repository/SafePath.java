package loom.aml.backup.repository;

/**
 * Tells a path that may be restored from one that must not. Manifests are text that anybody can edit, and a restore by root must
 * not be made to write elsewhere than below the folder that it was given. Snapshots are written by the same rule, so that no
 * snapshot holds a file that cannot be restored.
 */
final class SafePath {
    private SafePath() {}

    /** Whether a path leads to a place below the folder that it is relative to. */
    static boolean isSafe(String path) {
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}

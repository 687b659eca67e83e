package loom.aml.backup.repository;

/**
 * Recognises paths that must not be restored. Anybody can edit a manifest, and a restore by root must never write outside its
 * target folder. New snapshots follow the same rule, so every file in them can be restored.
 */
final class SafePath {
    private SafePath() {}

    /** Returns whether a path is within the folder that it is relative to. */
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

package loom.aml.io;

/**
 * The numeric owner and group of a file and its full mode. A user in a container may not have a name.
 *
 * @param user the owner
 * @param group the group
 * @param mode type, setuid, setgid, sticky and permission bits, as returned by stat
 */
public record FileOwner(int user, int group, int mode) {
    /** The user number of root. */
    public static final int ROOT = 0;

    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0002;

    /** Returns whether every user may write the file. */
    public boolean isOpenToAll() {
        return (mode & OTHERS_WRITE) != 0;
    }

    /** Returns whether users other than the owner may write the file. */
    public boolean isOpenToOthers() {
        return (mode & (GROUP_WRITE | OTHERS_WRITE)) != 0;
    }

    /**
     * Returns whether entries of the directory can be replaced by users other than root, the owner of the directory and
     * the owner of the entry.
     */
    public boolean letsOthersReplaceEntries() {
        boolean isOpenToGroup = (mode & GROUP_WRITE) != 0 && group != ROOT;
        return (mode & STICKY) == 0 && (isOpenToAll() || isOpenToGroup);
    }
}

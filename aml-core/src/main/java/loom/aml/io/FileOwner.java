package loom.aml.io;

/**
 * Who owns a file, by number, and its mode with all of its bits. Numbers, because a user of a container may have no name.
 *
 * @param user the owner
 * @param group the group
 * @param mode type, setuid, setgid, sticky and permission bits, as stat gives them
 */
public record FileOwner(int user, int group, int mode) {
    /** The number of the user who may do anything. */
    public static final int ROOT = 0;

    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0002;

    /** Returns whether anybody at all may write it. */
    public boolean isOpenToAll() {
        return (mode & OTHERS_WRITE) != 0;
    }

    /** Returns whether somebody else than the owner may write it. */
    public boolean isOpenToOthers() {
        return (mode & (GROUP_WRITE | OTHERS_WRITE)) != 0;
    }

    /** Returns whether entries of the directory can be replaced by somebody else than root, its owner and theirs. */
    public boolean letsOthersReplaceEntries() {
        boolean isOpenToGroup = (mode & GROUP_WRITE) != 0 && group != ROOT;
        return (mode & STICKY) == 0 && (isOpenToAll() || isOpenToGroup);
    }
}

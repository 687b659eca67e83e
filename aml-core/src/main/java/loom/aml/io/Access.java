package loom.aml.io;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose a file is, and who may do what with it.
 *
 * @param mode the nine permission bits
 * @param owner the user it belongs to; null for whoever makes it
 * @param group the group it belongs to; null for the maker's
 */
public record Access(
        Set<PosixFilePermission> mode,
        @Nullable UserPrincipal owner,
        @Nullable GroupPrincipal group) {

    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    public Access {
        mode = Set.copyOf(mode);
    }

    /** The same owner and group, readable by the owner alone. */
    public Access privateFile() {
        return new Access(PRIVATE_FILE, owner, group);
    }

    /** The same owner and group, open to the owner alone. */
    public Access privateDirectory() {
        return new Access(PRIVATE_DIRECTORY, owner, group);
    }

    /** What a file in a directory of this access gets: the same, but for the right to pass through. */
    public Access withoutExecution() {
        Set<PosixFilePermission> rest = mode.stream()
                .filter(permission -> !permission.name().endsWith("_EXECUTE"))
                .collect(Collectors.toSet());
        return new Access(rest, owner, group);
    }

    /** The same mode for whoever makes the file. */
    public Access ofMaker() {
        return new Access(mode, null, null);
    }

    /**
     * An access that was written down: what this machine does not know of it, a user or a group, is whoever makes the file.
     *
     * @param modeText as {@link #modeText} gives it
     * @param ownerName the user's name; empty for none
     * @param groupName the group's name; empty for none
     * @throws IllegalArgumentException if the mode is none
     */
    public static Access of(String modeText, String ownerName, String groupName) {
        UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
        return new Access(
                PosixFilePermissions.fromString(modeText),
                known(ownerName, names::lookupPrincipalByName),
                known(groupName, names::lookupPrincipalByGroupName));
    }

    private interface Lookup<T> {
        T of(String name) throws IOException;
    }

    private static <T> @Nullable T known(String name, Lookup<T> lookup) {
        try {
            return name.isEmpty() ? null : lookup.of(name);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** The mode as {@code ls -l} writes it, {@code rw-r--r--}. */
    public String modeText() {
        return PosixFilePermissions.toString(mode);
    }
}

package loom.aml.io;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The owner, group, permissions and extended attributes of a file.
 *
 * @param mode the nine permission bits
 * @param owner the owner; null for the user who creates the file
 * @param group the group; null for the group of the user who creates the file
 * @param special the setuid, setgid and sticky bits, as in a mode
 * @param attributes access control lists and extended attributes by name, in base64; null if they were not read, so
 *     that a new file inherits those of its directory
 */
public record Access(
        Set<PosixFilePermission> mode,
        @Nullable UserPrincipal owner,
        @Nullable GroupPrincipal group,
        int special,
        @Nullable SortedMap<String, String> attributes) {

    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SHARED_FILE = PosixFilePermissions.fromString("rw-rw----");
    private static final Set<PosixFilePermission> SHARED_DIRECTORY = PosixFilePermissions.fromString("rwxrwx---");
    private static final int SPECIAL = 07000;
    private static final int SETUID = 04000;
    private static final int SETGID = 02000;
    private static final int STICKY = 01000;

    public Access {
        mode = Set.copyOf(mode);
        if ((special & ~SPECIAL) != 0) {
            throw new IllegalArgumentException("not setuid, setgid or sticky bits: " + Integer.toOctalString(special));
        }
        attributes = attributes == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** Creates an access without special bits. The file system chooses the attributes. */
    public Access(Set<PosixFilePermission> mode, @Nullable UserPrincipal owner, @Nullable GroupPrincipal group) {
        this(mode, owner, group, 0, null);
    }

    /** Returns the same owner and group with read and write permission for the owner only. */
    public Access privateFile() {
        return new Access(PRIVATE_FILE, owner, group);
    }

    /** Returns the same owner and group with all permissions for the owner only. */
    public Access privateDirectory() {
        return new Access(PRIVATE_DIRECTORY, owner, group);
    }

    /** Returns whether the group may write, so that its members share the contents of the directory. */
    public boolean isShared() {
        return mode.contains(PosixFilePermission.GROUP_WRITE);
    }

    /**
     * Returns the access of a file that aml creates in a directory with this access: for the owner, and for the group
     * if it shares the directory.
     */
    public Access ownFile() {
        return isShared() ? new Access(SHARED_FILE, owner, group) : privateFile();
    }

    /** Returns the access of a directory that aml creates in a directory with this access. */
    public Access ownDirectory() {
        return isShared() ? new Access(SHARED_DIRECTORY, owner, group, special & SETGID, null) : privateDirectory();
    }

    /** Returns the access of a file in a directory with this access: the same without the execute bits. */
    public Access withoutExecution() {
        Set<PosixFilePermission> rest = mode.stream()
                .filter(permission -> !permission.name().endsWith("_EXECUTE"))
                .collect(Collectors.toSet());
        return new Access(rest, owner, group, 0, attributes == null ? null : inherited(attributes));
    }

    private static SortedMap<String, String> inherited(SortedMap<String, String> ofDirectory) {
        SortedMap<String, String> inherited = new TreeMap<>();
        String list = ofDirectory.get(AccessList.DEFAULT);
        if (list != null) {
            byte[] narrowed = AccessList.withoutExecution(Base64.getDecoder().decode(list));
            inherited.put(AccessList.ACCESS, Base64.getEncoder().encodeToString(narrowed));
        }
        return inherited;
    }

    /** Returns the same mode for the user who creates the file, without execute and setgid bits. */
    public Access ofMaker() {
        return new Access(mode, null, null, special & STICKY, attributes);
    }

    /** Returns the same access for the user who creates the file, but keeps the group. */
    public Access ofMakerInGroup() {
        return new Access(mode, null, group, special & ~SETUID, attributes);
    }

    /** Returns the same access with other attributes. */
    public Access withAttributes(@Nullable SortedMap<String, String> others) {
        return new Access(mode, owner, group, special, others);
    }

    /**
     * Returns the same access without attributes, for file systems without support for them. The group bits of a
     * file with an access control list show the mask of the list; the result grants the group only the rights that the
     * list gave it.
     */
    public Access withoutAttributes() {
        String list = attributes == null ? null : attributes.get(AccessList.ACCESS);
        if (list == null) {
            return withAttributes(null);
        }
        int rights = AccessList.rightsOfGroup(Base64.getDecoder().decode(list));
        Set<PosixFilePermission> narrowed = EnumSet.copyOf(mode);
        if ((rights & 4) == 0) {
            narrowed.remove(PosixFilePermission.GROUP_READ);
        }
        if ((rights & 2) == 0) {
            narrowed.remove(PosixFilePermission.GROUP_WRITE);
        }
        if ((rights & 1) == 0) {
            narrowed.remove(PosixFilePermission.GROUP_EXECUTE);
        }
        return new Access(narrowed, owner, group, special, null);
    }

    /** Returns all twelve bits of the mode. */
    int bits() {
        int bits = special;
        for (PosixFilePermission permission : mode) {
            bits |= 0400 >> permission.ordinal();
        }
        return bits;
    }

    /**
     * Returns an access from its stored form. A user or group that does not exist on this machine is replaced by the
     * user or group that creates the file.
     *
     * @param modeText as {@link #modeText} returns it
     * @param ownerName the name of the user; empty for none
     * @param groupName the name of the group; empty for none
     * @throws IllegalArgumentException if the mode is malformed
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

    /** Returns the mode in the notation of {@code ls -l}, such as {@code rw-r--r--}. */
    public String modeText() {
        return PosixFilePermissions.toString(mode);
    }
}

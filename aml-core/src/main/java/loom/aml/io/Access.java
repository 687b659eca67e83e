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
 * Whose a file is, and who may do what with it.
 *
 * @param mode the nine permission bits
 * @param owner the user it belongs to; null for whoever makes it
 * @param group the group it belongs to; null for the maker's
 * @param special the bits for setuid, setgid and sticky, as in a mode
 * @param attributes access control lists and extended attributes by name, in base64; null where nobody looked at them, so that a
 *     new file gets those that its directory gives
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
            throw new IllegalArgumentException("no special bits of a mode: " + Integer.toOctalString(special));
        }
        attributes = attributes == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** An access without special bits, of which the attributes are left to the file system. */
    public Access(Set<PosixFilePermission> mode, @Nullable UserPrincipal owner, @Nullable GroupPrincipal group) {
        this(mode, owner, group, 0, null);
    }

    /** The same owner and group, readable by the owner alone. */
    public Access privateFile() {
        return new Access(PRIVATE_FILE, owner, group);
    }

    /** The same owner and group, open to the owner alone. */
    public Access privateDirectory() {
        return new Access(PRIVATE_DIRECTORY, owner, group);
    }

    /** Returns whether the group may write, so that its members share what is in the directory. */
    public boolean isShared() {
        return mode.contains(PosixFilePermission.GROUP_WRITE);
    }

    /** The access of a file of aml's own in a directory of this access: for the owner, and for a group that shares it. */
    public Access ownFile() {
        return isShared() ? new Access(SHARED_FILE, owner, group) : privateFile();
    }

    /** The access of a directory of aml's own in a directory of this access. */
    public Access ownDirectory() {
        return isShared() ? new Access(SHARED_DIRECTORY, owner, group, special & SETGID, null) : privateDirectory();
    }

    /** What a file in a directory of this access gets: the same, but for the right to pass through. */
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

    /** The same mode for whoever makes the file; nobody may run it or pass its group on as if it were another's. */
    public Access ofMaker() {
        return new Access(mode, null, null, special & STICKY, attributes);
    }

    /** The same for whoever makes the file, who gives it to the group. */
    public Access ofMakerInGroup() {
        return new Access(mode, null, group, special & ~SETUID, attributes);
    }

    /** The same with other attributes. */
    public Access withAttributes(@Nullable SortedMap<String, String> others) {
        return new Access(mode, owner, group, special, others);
    }

    /**
     * The same without attributes, for a file system that keeps none. The mode of a file with an access control list shows the
     * list's mask in the place of the group's rights; the group gets no more than the list gave it.
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

    /** All twelve bits of the mode. */
    int bits() {
        int bits = special;
        for (PosixFilePermission permission : mode) {
            bits |= 0400 >> permission.ordinal();
        }
        return bits;
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

package loom.aml.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.io.posix.ExtendedAttributes;

/**
 * Reads and sets the {@link Access} of files: owner, group, mode and extended attributes, including access control
 * lists. Symbolic links are not followed.
 */
final class FileAccess {
    private static final int MODE_BITS = 07777;
    private static final int SPECIAL_BITS = 07000;

    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private FileAccess() {}

    /** Returns the owner, group and mode of a file. */
    static Access read(Path path) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:mode,permissions,owner,group", NO_FOLLOW);
        @SuppressWarnings("unchecked") // The type of an attribute is fixed by its name.
        Set<PosixFilePermission> permissions = (Set<PosixFilePermission>) Stat.required(a, "permissions");
        return new Access(
                permissions,
                (UserPrincipal) Stat.required(a, "owner"),
                (GroupPrincipal) Stat.required(a, "group"),
                (Integer) Stat.required(a, "mode") & SPECIAL_BITS,
                null);
    }

    /** Returns the owner, group, mode and extended attributes of a file. */
    static Access readWhole(Path path) throws IOException {
        SortedMap<String, String> attributes = new TreeMap<>();
        try {
            for (Map.Entry<String, byte[]> attribute :
                    ExtendedAttributes.read(bytesOf(path)).entrySet()) {
                attributes.put(attribute.getKey(), Base64.getEncoder().encodeToString(attribute.getValue()));
            }
        } catch (IOException e) {
            // If the file is missing or access is denied, this reports it as such.
            read(path);
            throw new FileSystemException(path.toString(), null, String.valueOf(e.getMessage()));
        }
        return read(path).withAttributes(attributes);
    }

    /** Loads the functions for {@link #readWhole} in the background. */
    static void prepareWhole() {
        Thread thread = new Thread(ExtendedAttributes::prepare, "aml-attributes");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Sets the access of a file. Owner and group come first, because a change of owner clears mode bits; then the
     * attributes, because an access control list sets mode bits and the file must still be writable; then the mode.
     */
    static void apply(Path path, Access access) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, NO_FOLLOW);
        PosixFileAttributes now = view.readAttributes();
        UserPrincipal owner = access.owner();
        if (owner != null && !now.owner().equals(owner)) {
            view.setOwner(owner);
        }
        GroupPrincipal group = access.group();
        if (group != null && !now.group().equals(group)) {
            view.setGroup(group);
        }
        SortedMap<String, String> attributes = access.attributes();
        if (attributes != null) {
            replaceAttributes(path, attributes);
        }
        if (bitsOf(path) != access.bits()) {
            Files.setAttribute(path, "unix:mode", access.bits(), NO_FOLLOW);
            // The system silently drops the setgid bit if the user is not in the file's group.
            if (bitsOf(path) != access.bits()) {
                throw new FileSystemException(path.toString(), null, "its mode cannot be preserved");
            }
        }
    }

    private static int bitsOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", NO_FOLLOW) & MODE_BITS;
    }

    private static void replaceAttributes(Path path, SortedMap<String, String> attributes) throws IOException {
        SortedMap<String, byte[]> values = new TreeMap<>();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            values.put(attribute.getKey(), Base64.getDecoder().decode(attribute.getValue()));
        }
        try {
            ExtendedAttributes.replace(bytesOf(path), values);
        } catch (IOException e) {
            throw new FileSystemException(path.toString(), null, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bytesOf(Path path) throws IOException {
        byte[] bytes = FileName.encode(FileName.text(path.toAbsolutePath()));
        if (bytes == null) {
            throw new FileSystemException(path.toString(), null, "its name cannot be represented as bytes");
        }
        return bytes;
    }
}

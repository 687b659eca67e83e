package loom.aml.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/** Reads file metadata by path. Symbolic links are not followed. */
final class Stat {
    /** Read with one system call. Java provides the change time only as an attribute with this name. */
    private static final String STATE = "unix:mode,size,lastModifiedTime,ctime,fileKey";

    private static final int TYPE_BITS = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMBOLIC_LINK = 0120000;

    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private Stat() {}

    /** Returns the state of a file; {@link FileState#MISSING} if it does not exist. */
    static FileState state(Path path) throws IOException {
        try {
            return state(Files.readAttributes(path, STATE, NO_FOLLOW));
        } catch (NoSuchFileException e) {
            return FileState.MISSING;
        }
    }

    private static FileState state(Map<String, Object> a) {
        FileState.Type type = switch ((Integer) required(a, "mode") & TYPE_BITS) {
            case REGULAR -> FileState.Type.FILE;
            case DIRECTORY -> FileState.Type.DIRECTORY;
            case SYMBOLIC_LINK -> FileState.Type.LINK;
            default -> FileState.Type.SPECIAL;
        };
        long size = type == FileState.Type.FILE ? (Long) required(a, "size") : 0;
        return new FileState(
                type,
                size,
                ((FileTime) required(a, "lastModifiedTime")).toInstant(),
                ((FileTime) required(a, "ctime")).toInstant(),
                a.get("fileKey"));
    }

    /** Returns the state that the portable attributes describe, without a change time. */
    static FileState state(BasicFileAttributes a) {
        FileState.Type type = a.isRegularFile()
                ? FileState.Type.FILE
                : a.isDirectory()
                        ? FileState.Type.DIRECTORY
                        : a.isSymbolicLink() ? FileState.Type.LINK : FileState.Type.SPECIAL;
        long size = type == FileState.Type.FILE ? a.size() : 0;
        return new FileState(type, size, a.lastModifiedTime().toInstant(), a.fileKey());
    }

    /** Returns the numeric owner and group of a file and its mode. */
    static FileOwner owner(Path path) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:uid,gid,mode", NO_FOLLOW);
        return new FileOwner((Integer) required(a, "uid"), (Integer) required(a, "gid"), (Integer) required(a, "mode"));
    }

    /** Returns the number of the device that a file is on. */
    static Object device(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev", NO_FOLLOW);
    }

    /** Returns an attribute that every file has. */
    static Object required(Map<String, Object> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }
}

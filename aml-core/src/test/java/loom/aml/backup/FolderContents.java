package loom.aml.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import loom.aml.TestStore;
import loom.aml.io.FileName;

/**
 * The contents of a folder that a backup must restore: directories with modes; files with mode, time and bytes, or text for
 * valid gzip collections. Excludes locks, unfinished writes and internal files of aml.
 */
public final class FolderContents {
    private static final int SHOWN = 16 << 10;

    private FolderContents() {}

    public static SortedMap<String, String> at(Path top) throws IOException {
        return at(top, true);
    }

    /** Returns the contents without times, so that touched files are equal. */
    public static SortedMap<String, String> withoutTimes(Path top) throws IOException {
        return at(top, false);
    }

    private static SortedMap<String, String> at(Path top, boolean withTimes) throws IOException {
        SortedMap<String, String> look = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                String name = FileName.text(top.relativize(path));
                if (!name.isEmpty() && !isTransient(name)) {
                    look.put(name, mode(path) + " " + (Files.isDirectory(path) ? "folder" : file(path, withTimes)));
                }
            }
        }
        return look;
    }

    private static boolean isTransient(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.equals(".aml-lock") || last.endsWith(".tmp") || name.matches("(.*/)?[^/]*\\.json\\.lock(/.*)?");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static String file(Path path, boolean withTimes) throws IOException {
        return (withTimes ? Files.getLastModifiedTime(path) + " " : "") + content(path);
    }

    private static String content(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        boolean isGzip = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        if (isGzip) {
            try {
                return "gzip " + TestStore.textOf(bytes);
            } catch (IOException e) {
                // A damaged file is restored byte for byte.
            }
        }
        return bytes.length <= SHOWN ? HexFormat.of().formatHex(bytes) : sums(bytes);
    }

    /** Texts of megabytes would take longer to make and to compare than what the tests do with the files. */
    private static String sums(byte[] bytes) {
        CRC32 first = new CRC32();
        CRC32C second = new CRC32C();
        first.update(bytes);
        second.update(bytes);
        return "%d bytes %08x %08x".formatted(bytes.length, first.getValue(), second.getValue());
    }
}

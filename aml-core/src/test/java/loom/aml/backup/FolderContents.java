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
import loom.aml.TestStore;
import loom.aml.io.FileName;

/**
 * What a folder holds of all that a backup promises to give back: every directory with its mode; every file with its mode, its
 * time and its bytes, or its text where it is sound gzip under the name of a collection. Locks, writes in flight and files of ours
 * are no part of it.
 */
public final class FolderContents {
    private FolderContents() {}

    public static SortedMap<String, String> at(Path top) throws IOException {
        return at(top, true);
    }

    /** The same, but for the times: nothing is different in a file that was only touched. */
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
                // Kept as the bytes that it is.
            }
        }
        return HexFormat.of().formatHex(bytes);
    }
}

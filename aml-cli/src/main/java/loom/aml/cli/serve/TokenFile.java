package loom.aml.cli.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import loom.aml.io.Disk;
import loom.aml.io.SmallFile;

/** A file that holds a bearer token and nothing else, which no other user can read or replace. */
public final class TokenFile {
    private static final long LARGEST = 10_000;
    private static final int SHORTEST = 32;
    private static final Set<PosixFilePermission> WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> READ_OR_WRITE = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private TokenFile() {}

    /**
     * Reads a token.
     *
     * @param remedy the remedy for a bad file, for messages
     * @throws IOException if other users can read or replace the file, or it does not hold a token
     */
    public static String read(Disk disk, Path file, String remedy) throws IOException {
        if (isAllowed(disk, file, READ_OR_WRITE)) {
            throw new IOException(file + " is open to other users, who may know the token; " + remedy);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            requireOwnFolder(disk, folder);
        }
        String token = new String(SmallFile.read(disk, file, LARGEST), StandardCharsets.UTF_8).strip();
        if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException(
                    file + " must hold one token of at least " + SHORTEST + " visible characters; " + remedy);
        }
        return token;
    }

    /** Returns normally if other users cannot add files to a folder or replace its files. */
    static void requireOwnFolder(Disk disk, Path folder) throws IOException {
        if (isAllowed(disk, folder, WRITE)) {
            throw new IOException(folder + " can be changed by other users, who could replace the token in it; run"
                    + " 'chmod go-w' on it");
        }
    }

    private static boolean isAllowed(Disk disk, Path path, Set<PosixFilePermission> rights) throws IOException {
        return disk.access(path).mode().stream().anyMatch(rights::contains);
    }
}

package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FileName;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;

/** Describes I/O errors in words that a person can act on. */
public final class ReadErrors {
    private ReadErrors() {}

    /** Returns the finding for a file or directory that could not be read or written. */
    public static Finding finding(Disk disk, Path root, String path, IOException e) {
        return switch (e) {
            case StoreLockedException locked ->
                Finding.of(
                        Finding.Kind.LOCKED,
                        path,
                        String.valueOf(locked.getMessage()),
                        "left unchanged; run aml again later");
            case DiskFullException _ ->
                Finding.of(
                        Finding.Kind.FAILED,
                        path,
                        "no space left on the device",
                        "left unchanged; free some space and run aml again");
            case AccessDeniedException _ ->
                Finding.of(
                        Finding.Kind.UNREADABLE,
                        path,
                        "permission denied",
                        adviceFor(disk, FileName.resolve(root, path)));
            case NoSuchFileException gone
            when isWithin(root, gone) ->
                Finding.of(Finding.Kind.CHANGED, path, "was removed by another program meanwhile", "nothing to do");
            case NoSuchFileException gone ->
                Finding.of(Finding.Kind.UNREADABLE, path, gone.getFile() + " does not exist", "left unchanged");
            case FileSystemException refused
            when reason(refused).contains("not permitted") ->
                Finding.of(
                        Finding.Kind.UNREADABLE,
                        path,
                        "the operating system refuses to change it",
                        adviceFor(disk, FileName.resolve(root, path)));
            default -> Finding.of(Finding.Kind.UNREADABLE, path, reason(e), "left unchanged");
        };
    }

    /**
     * Returns whether a missing file was in the store, where other programs may remove files. A missing archive is an
     * error.
     */
    private static boolean isWithin(Path root, NoSuchFileException gone) {
        return gone.getFile() != null && gone.getFile().startsWith(root + "/");
    }

    /** Returns the reason in the words of the operating system. */
    static String reason(IOException e) {
        String reason = e instanceof FileSystemException fs && fs.getReason() != null ? fs.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static String adviceFor(Disk disk, Path path) {
        try {
            Access access = disk.access(path);
            return "it belongs to " + access.owner() + " with mode " + access.modeText() + "; run aml as "
                    + access.owner() + ", or 'chmod u+rw' it";
        } catch (IOException e) {
            return "its directory cannot be read either; run aml as the owner of the store";
        }
    }
}

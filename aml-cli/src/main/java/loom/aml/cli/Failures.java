package loom.aml.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loom.aml.cli.print.ShellWord;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FileName;
import loom.aml.io.posix.Account;

/** Words operating system errors so that a person can act on them. */
final class Failures {
    private Failures() {}

    /** Describes a failure; if permission was denied, also names the user whose rights were used. */
    static String inWords(Disk disk, Rights rights, Exception e) {
        Account account = rights.account();
        return inWords(disk, e)
                + (account != null && isDenied(e)
                        ? "; root uses the rights of user " + account.user() + ", who owns the store"
                        : "");
    }

    private static String inWords(Disk disk, Exception e) {
        return switch (e) {
            case UncheckedIOException unchecked
            when unchecked.getCause() instanceof IOException cause -> inWords(disk, cause);
            case DiskFullException _ ->
                "no space left on the device; the command stopped there; free some space and run it again";
            case AccessDeniedException denied -> denied(disk, denied);
            case NoSuchFileException missing -> missing(disk, missing.getFile()) + " does not exist";
            case FileAlreadyExistsException taken ->
                taken.getFile() + (taken.getReason() == null ? " already exists" : ": " + taken.getReason());
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /** Returns whether permission was denied. */
    private static boolean isDenied(Exception e) {
        return e instanceof AccessDeniedException || e.getCause() instanceof AccessDeniedException;
    }

    /** Returns the missing part of a path: the folder if that is missing, else the file. */
    private static String missing(Disk disk, String file) {
        try {
            Path folder = FileName.path(file).toAbsolutePath().getParent();
            return folder != null && disk.state(folder).isMissing() ? "the folder " + folder : file;
        } catch (IOException | InvalidPathException e) {
            return file;
        }
    }

    /** Returns whether a file exists, as far as permissions allow to check. */
    private static boolean isSeen(Disk disk, Path file) throws IOException {
        try {
            return !disk.state(file).isMissing();
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    /** Reports the folder if the file does not exist yet. Suggests another user only if that is not the current one. */
    private static String denied(Disk disk, AccessDeniedException e) {
        String file = e.getFile();
        try {
            Path refusing = FileName.path(file).toAbsolutePath();
            while (!isSeen(disk, refusing) && refusing.getParent() != null) {
                refusing = refusing.getParent();
            }
            Access access = disk.access(refusing);
            String owner = String.valueOf(access.owner());
            String name = FileName.text(refusing);
            String chmod = "'chmod u+rwX " + ShellWord.of(name) + "'";
            return "permission denied: " + file + ": "
                    + (name.equals(file) ? "it" : name) + " belongs to " + owner + " and has mode "
                    + access.modeText()
                    + "; "
                    + (owner.equals(System.getProperty("user.name"))
                            ? chmod + " permits it"
                            : "run aml as " + owner + ", who may have to run " + chmod);
        } catch (IOException | RuntimeException unknown) {
            return "permission denied: " + file
                    + "; check the owners and modes of the file and its folder with 'ls -ld'";
        }
    }
}

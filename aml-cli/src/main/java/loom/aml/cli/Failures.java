package loom.aml.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FileName;

/** Says what the operating system refused so that a person can do something about it. */
final class Failures {
    private Failures() {}

    static String inWords(Disk disk, Exception e) {
        return switch (e) {
            case UncheckedIOException unchecked
            when unchecked.getCause() instanceof IOException cause -> inWords(disk, cause);
            case DiskFullException _ ->
                "no space left on the device; nothing more was changed; make room and run it again";
            case AccessDeniedException denied -> denied(disk, denied);
            case NoSuchFileException missing -> missing(disk, missing.getFile()) + " does not exist";
            case FileAlreadyExistsException taken -> taken.getFile() + " is there already";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /** What of a path is missing: where it is the folder already, that is what there is to be made. */
    private static String missing(Disk disk, String file) {
        try {
            Path folder = FileName.path(file).toAbsolutePath().getParent();
            return folder != null && disk.state(folder).isMissing() ? "the folder " + folder : file;
        } catch (IOException | InvalidPathException e) {
            return file;
        }
    }

    private static String denied(Disk disk, AccessDeniedException e) {
        String file = e.getFile();
        try {
            Access access = disk.access(FileName.path(file));
            return "permission denied: " + file + " belongs to " + access.owner() + " with mode " + access.modeText()
                    + "; run aml as " + access.owner() + ", or 'chmod u+rwX " + file + "'";
        } catch (IOException | RuntimeException unknown) {
            return "permission denied: " + file + "; run aml as the owner of the store";
        }
    }
}

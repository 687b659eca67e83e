package loom.aml.io;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A path that should be a regular file is a directory, a link, a pipe, a socket or a device. It was not opened. */
public final class NotRegularFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NotRegularFileException(Path file, FileState state) {
        super(
                FileName.text(file),
                null,
                "expected a regular file, found " + state.type().words() + "; remove it or move it away");
    }
}

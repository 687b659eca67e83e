package loom.aml.io;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something else stands where a file is expected: a directory, a link, a pipe, a socket or a device. It was not opened. */
public final class NotRegularFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NotRegularFileException(Path file, FileState state) {
        super(
                FileName.text(file),
                null,
                "this is " + state.type().words() + ", where a regular file is expected; remove it or move it away");
    }
}

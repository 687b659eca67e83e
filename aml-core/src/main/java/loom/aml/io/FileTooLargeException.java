package loom.aml.io;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A document exceeds the maximum size of its kind. It was not read. */
public final class FileTooLargeException extends FileSystemException {
    private static final long serialVersionUID = 1L;
    private static final int MB = 1_000_000;

    FileTooLargeException(Path file, long size, long limit) {
        super(
                FileName.text(file),
                null,
                "the file has " + size / MB + " MB, and aml reads at most " + Math.max(1, limit / MB)
                        + " MB of a file of this kind; aml did not write it, so move it away");
    }
}

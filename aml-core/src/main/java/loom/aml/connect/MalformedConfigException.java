package loom.aml.connect;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.io.FileName;

/** A configuration file that aml does not change, because its client could not read it or the change would be ambiguous. */
public final class MalformedConfigException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedConfigException(Path file, ClientKind kind, ConfigSyntaxException e) {
        super(
                FileName.text(file) + ":" + e.line() + ":" + e.column() + ": " + e.getMessage()
                        + "; aml changes only files that " + kind.title()
                        + " reads and that have one clear place for the entry; correct it there, then run the command"
                        + " again",
                e);
    }
}

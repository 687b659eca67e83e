package loom.aml.connect;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.io.FileName;

/** The client has another server under the name of aml. */
public final class OtherServerException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param entry the other server
     * @param advice the next step for a person
     */
    public OtherServerException(Path file, ClientKind kind, ServerEntry entry, String advice) {
        super(FileName.text(file) + ":" + entry.line() + ": " + kind.title() + " already has a server '"
                + ClientKind.SERVER + "', "
                + (entry.words().isEmpty()
                        ? "which is not a program of this machine"
                        : "which runs '" + String.join(" ", entry.words()) + "'")
                + "; " + advice);
    }
}

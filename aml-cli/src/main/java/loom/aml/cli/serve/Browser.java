package loom.aml.cli.serve;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.cli.Session;
import loom.aml.cli.system.Program;

/** The browser of the user. */
public final class Browser {
    private Browser() {}

    /**
     * Opens a file without waiting for the browser; returns whether a program for that was started. All users of the machine can see
     * the arguments of a program, so they must not contain a secret.
     */
    public static boolean open(Path file, Session session) throws IOException {
        for (String name : new String[] {"xdg-open", "open"}) {
            Program program = new Program(name, session);
            if (program.path().isPresent()) {
                program.start(file.toString());
                return true;
            }
        }
        return false;
    }
}

package loom.aml.cli.serve;

import java.io.IOException;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.cli.schedule.Program;

/** The browser of the user. */
public final class Browser {
    private static final byte[] NOTHING = {};

    private Browser() {}

    /** Opens an address; returns whether a program for that was found and succeeded. */
    public static boolean open(String address, Session session) throws IOException {
        for (String name : new String[] {"xdg-open", "open"}) {
            Program program = new Program(name, session);
            Optional<?> path = program.path();
            if (path.isPresent()) {
                return program.run(NOTHING, address).code() == 0;
            }
        }
        return false;
    }
}

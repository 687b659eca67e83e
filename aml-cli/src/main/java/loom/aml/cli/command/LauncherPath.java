package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.FileName;

/** The absolute path of the launcher, for entries in the files of other programs, which do not know the user's PATH. */
final class LauncherPath {
    private LauncherPath() {}

    /** Returns the path; empty if aml was not run by its launcher. */
    static Optional<String> of(Session session) throws IOException {
        Optional<String> launcher = session.environment().variable("LOOM_AML_LAUNCHER");
        return launcher.isEmpty()
                ? launcher
                : Optional.of(FileName.text(session.disk().realPath(FileName.path(launcher.get()))));
    }

    /**
     * Returns the path.
     *
     * @param entries the entries that need it: {@code schedules}
     * @throws UsageException if aml was not run by its launcher
     */
    static String require(Session session, String entries) throws IOException {
        return of(session)
                .orElseThrow(() ->
                        new UsageException(entries + " need the path of the launcher: run aml by its launcher 'aml'"));
    }
}

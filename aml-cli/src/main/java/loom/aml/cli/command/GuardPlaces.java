package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.ShellWord;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.Scope;
import loom.aml.io.FileName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The scope, the folders and the launcher of the commands that enter hooks. */
final class GuardPlaces {
    private static final String PROJECT = "--project";

    private GuardPlaces() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Use the settings of this project instead of those of the user.", PROJECT));
    }

    static Scope scope(ParseResult arguments) {
        return Options.has(arguments, PROJECT) ? Scope.PROJECT : Scope.USER;
    }

    static ClientFolders folders(Session session) {
        return ClientArguments.folders(session);
    }

    static Path directory(Session session, Scope scope) throws IOException {
        return ClientArguments.directory(session, scope);
    }

    /** Returns the launcher as a word for the shell with which Claude Code runs hooks; the settings of a project need none. */
    static String launcher(Session session, Scope scope) throws IOException {
        return scope == Scope.PROJECT ? "" : ShellWord.ofPosix(LauncherPath.require(session, "hooks"));
    }

    /** Returns whether the shell finds aml by its name, as the hooks of a project need it. */
    static boolean isOnPath(Session session) throws IOException {
        for (String folder : session.environment().variable("PATH").orElse("").split(":", -1)) {
            if (folder.startsWith("/")
                    && !session.disk()
                            .state(FileName.path(folder).resolve("aml"))
                            .isMissing()) {
                return true;
            }
        }
        return false;
    }
}

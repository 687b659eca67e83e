package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.serve.SystemdService;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Installs the server as a service of the user. */
public final class ServeInstallCommand implements Command {
    private static final String PRINT = "--print";

    @Override
    public String example() {
        return "aml serve install --print";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        ServeCommand.describeServer(spec);
        spec.addOption(Options.flag("Print the unit without installing it.", PRINT));
    }

    @Override
    public void settle(ParseResult arguments, Session session) throws IOException {
        session.location().settleHere();
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        boolean isPrint = Options.has(arguments, PRINT);
        String launcher = Scheduling.entered(LauncherPath.require(session, "services"));
        List<String> words = new ArrayList<>();
        if (arguments.hasMatchedOption(ServeCommand.PORT)) {
            words.add(ServeCommand.PORT);
            words.add(String.valueOf(ServeCommand.port(arguments, 0)));
        }
        if (Options.has(arguments, ServeCommand.READ_ONLY)) {
            words.add(ServeCommand.READ_ONLY);
        }
        ServeCommand.stores(arguments, session).forEach(store -> words.add(Scheduling.entered(FileName.text(store))));
        SystemdService service = new SystemdService(session);
        if (!isPrint) {
            if (!service.isThere()) {
                throw new UsageException(
                        "no systemd user instance was found; " + PRINT + " shows the unit without installing it");
            }
            session.ifStopped("run the command again, or 'aml serve remove'");
            service.install(launcher, words);
        }
        String text = service.text(launcher, words);
        session.printJson(JsonObject.builder()
                .put("printed_only", isPrint)
                .put("text", text)
                .build());
        session.out().print(text);
        if (!isPrint) {
            session.out().println(session.style().done("installed and started; sign in: aml serve status"));
            session.out()
                    .println(session.style()
                            .note("it runs only while you are logged in, unless you run: loginctl enable-linger"));
        }
        return ExitCode.DONE;
    }
}

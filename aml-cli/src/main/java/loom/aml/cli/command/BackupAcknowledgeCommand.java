package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.AcknowledgeLoss;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Ends an incident and accepts the current state of the store. */
public final class BackupAcknowledgeCommand implements Command {
    @Override
    public String example() {
        return "aml backup acknowledge";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            AcknowledgeLoss.Result result = new AcknowledgeLoss(opened).run();
            session.printJson(result.toJson());
            String now = "later losses are measured against the current " + Amounts.items(result.items());
            session.out()
                    .println(
                            result.incident().isPresent()
                                    ? session.style()
                                            .done("acknowledged: "
                                                    + result.incident().get().words() + "; " + now)
                                    : session.style().note("no incident is recorded; " + now));
            return ExitCode.DONE;
        }
    }
}

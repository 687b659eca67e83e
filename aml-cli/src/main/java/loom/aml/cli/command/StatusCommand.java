package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.ShowStatus;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.io.Printable;
import loom.aml.monitor.Alert;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the size, the health and the open alerts of the store. */
public final class StatusCommand implements Command {
    @Override
    public String example() {
        return "aml status";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            ShowStatus.Result status = new ShowStatus(opened, session.frontEnd()).run();
            session.printJson(status.toJson());
            session.out()
                    .println(Printable.of(status.agents().store()) + ": " + Amounts.items(status.items()) + ", "
                            + Amounts.of(status.agents().names().size(), "agent") + ", "
                            + Amounts.size(status.bytes()));
            HealthPrinter.printProblems(status.health(), session);
            for (Alert alert : status.alerts()) {
                session.out().println(session.style().warning("open alert: " + Printable.of(alert.title())));
            }
            session.show(status.findings());
            return RunPrinter.ofFindings(status.findings());
        }
    }
}

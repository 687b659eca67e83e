package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.app.Census;
import loom.aml.backup.Backup;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.json.JsonObject;
import loom.aml.run.BackupRuns;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.Incident;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Ends an incident: the store is as it should be. */
public final class BackupAcknowledgeCommand implements Command {
    @Override
    public String name() {
        return "backup acknowledge";
    }

    @Override
    public String summary() {
        return "Confirm that a loss of items is intended; rotation goes on";
    }

    @Override
    public String example() {
        return "aml backup acknowledge";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Nothing of its own.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly();
                Backup backup = Backup.of(store.place(), session.random())) {
            Optional<Incident> incident = store.logs().incident();
            long items = Census.of(store).items();
            new BackupRuns(backup, session.random()).acknowledge(items);
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .put("acknowledged", incident.isPresent())
                    .put("items", items)
                    .build());
            String now = "from now on the store is compared with the " + Amounts.items(items) + " that it has";
            session.out()
                    .println(
                            incident.isPresent()
                                    ? session.style()
                                            .done("acknowledged: "
                                                    + incident.get().words() + "; " + now)
                                    : session.style().note("no incident is recorded; " + now));
            return ExitCode.DONE;
        }
    }
}

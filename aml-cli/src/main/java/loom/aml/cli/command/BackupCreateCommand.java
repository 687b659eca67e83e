package loom.aml.cli.command;

import java.io.IOException;
import java.util.Optional;
import loom.aml.backup.Backup;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.json.JsonObject;
import loom.aml.run.BackupRuns;
import loom.aml.store.StoreLockedException;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes a snapshot. */
public final class BackupCreateCommand implements Command {
    private static final String FULL = "--full";
    private static final String INCREMENTAL = "--incremental";

    @Override
    public String name() {
        return "backup create";
    }

    @Override
    public String summary() {
        return "Make a snapshot of the store; nothing is written if nothing changed";
    }

    @Override
    public String example() {
        return "aml backup create --description \"before the upgrade\"";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Begin anew: refer to no older snapshot. The first one always does.", FULL));
        spec.addOption(Options.flag(
                "Refer to older snapshots where there are any. This is the default; accepted for older scripts.",
                INCREMENTAL));
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.value(
                String.class, "TEXT", "What to remember of it; such snapshots are not thinned.", "--description"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        if (Options.has(arguments, FULL) && Options.has(arguments, INCREMENTAL)) {
            throw new UsageException("either " + FULL + " or " + INCREMENTAL + ", not both");
        }
        session.disk().prepareWholeAccess();
        try (FileMemoryStore store = session.store().openReadOnly();
                Backup backup = Backup.of(store.place(), session.random())) {
            SnapshotRequest request = new SnapshotRequest(
                    Options.has(arguments, FULL),
                    AgentsOption.of(arguments, store).agents(),
                    arguments.matchedOptionValue("--description", ""),
                    Optional.empty());
            Snapshot snapshot = made(session, backup, request);
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .putAll(snapshot.toJson())
                    .build());
            new SnapshotPrinter(session).print(snapshot);
            return snapshot.isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static Snapshot made(Session session, Backup backup, SnapshotRequest request) throws IOException {
        try {
            return new BackupRuns(backup, session.random()).create(request);
        } catch (StoreLockedException e) {
            // Somebody else is making one.
            throw e;
        } catch (IOException e) {
            Watching.failedBackup(session, e);
            throw e;
        }
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import loom.aml.backup.Backup;
import loom.aml.backup.SnapshotTimes;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.ShortIds;
import loom.aml.cli.print.Table;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the snapshots. */
public final class BackupListCommand implements Command {
    @Override
    public String name() {
        return "backup list";
    }

    @Override
    public String summary() {
        return "List the snapshots, the oldest first";
    }

    @Override
    public String example() {
        return "aml backup list";
    }

    @Override
    public void describe(CommandSpec spec) {
        // Nothing of its own.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (Backup backup = session.store().backups()) {
            Snapshots snapshots = new Snapshots(backup.repository());
            List<Manifest> manifests = snapshots.list();
            List<Finding> findings = snapshots.findings();
            SnapshotTimes times = SnapshotTimes.of(manifests, session.clock().instant());
            session.printJson(JsonObject.builder()
                    .put("store", FileName.text(backup.store().root()))
                    .put("repository", backup.repository().target().location())
                    .put(
                            "snapshots",
                            manifests.stream()
                                    .map(manifest -> JsonObject.builder()
                                            .putAll(manifest.summary())
                                            .put("time_plausible", times.isPlausible(manifest))
                                            .build())
                                    .toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build());
            ShortIds ids = new ShortIds(manifests.stream().map(Manifest::id).toList());
            Table table = new Table("snapshot", "kind", "when", ">items", ">size", ">added", "~description");
            for (Manifest manifest : manifests) {
                String covers =
                        manifest.agents().isEmpty() ? "" : "only " + String.join(", ", manifest.agents()) + "  ";
                table.row(
                        ids.of(manifest.id()),
                        manifest.isFull() ? "full" : "increment",
                        when(manifest, times, session),
                        Amounts.count(manifest.items()),
                        Amounts.size(manifest.bytes()),
                        Amounts.size(manifest.added()),
                        Printable.of((manifest.isAutomatic() ? "automatic, " : "") + covers + manifest.description()));
            }
            if (table.isEmpty()) {
                session.out().println("no snapshot yet; '" + session.location().prefix() + " backup create' makes one");
            } else {
                session.out().print(table.toString(session.style()));
            }
            session.show(findings);
            return findings.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static String when(Manifest manifest, SnapshotTimes times, Session session) {
        Instant now = session.clock().instant();
        if (times.isPlausible(manifest)) {
            return Amounts.ago(manifest.time(), now);
        }
        return manifest.time().isAfter(now) ? "in the future?" : Amounts.ago(manifest.time(), now) + "?";
    }
}

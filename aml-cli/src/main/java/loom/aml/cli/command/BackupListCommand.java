package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import loom.aml.app.backup.ListSnapshots;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.text.Amounts;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.ShortIds;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the snapshots. */
public final class BackupListCommand implements Command {
    @Override
    public String example() {
        return "aml backup list";
    }

    @Override
    public void describe(CommandSpec spec) {
        CopyOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenBackups backups = CopyOption.open(arguments, session)) {
            ListSnapshots.Result result = new ListSnapshots(backups).run();
            session.printJson(result.toJson());
            if (result.snapshots().isEmpty()) {
                String create = session.location().prefix() + " backup create";
                session.out()
                        .println(
                                CopyOption.isGiven(arguments)
                                        ? "no snapshots in " + result.repository()
                                        : "no snapshots; create one with '" + create + "'");
            } else {
                session.out().print(table(result.snapshots(), session).toString(session.style()));
            }
            session.show(result.findings());
            return result.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static Table table(List<ListSnapshots.Entry> snapshots, Session session) {
        ShortIds ids = new ShortIds(
                snapshots.stream().map(entry -> entry.manifest().id()).toList());
        Table table = new Table("snapshot", "kind", "when", ">items", ">size", ">added", "~description");
        for (ListSnapshots.Entry entry : snapshots) {
            Manifest manifest = entry.manifest();
            String covers = manifest.agents().isEmpty() ? "" : "only " + String.join(", ", manifest.agents()) + "  ";
            table.row(
                    ids.of(manifest.id()),
                    manifest.isFull() ? "full" : "increment",
                    when(entry, session.clock().instant()),
                    Amounts.count(manifest.items()),
                    Amounts.size(manifest.bytes()),
                    Amounts.size(manifest.added()),
                    Printable.of((manifest.isAutomatic() ? "automatic, " : "") + covers + manifest.description()));
        }
        return table;
    }

    private static String when(ListSnapshots.Entry entry, Instant now) {
        Instant time = entry.manifest().time();
        if (entry.isTimePlausible()) {
            return Amounts.ago(time, now);
        }
        return time.isAfter(now) ? "in the future?" : Amounts.ago(time, now) + "?";
    }
}

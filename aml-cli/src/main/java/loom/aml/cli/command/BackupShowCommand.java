package loom.aml.cli.command;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.ShowSnapshot;
import loom.aml.app.text.Amounts;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the content of a snapshot. */
public final class BackupShowCommand implements Command {
    @Override
    public String example() {
        return "aml backup show 20261123T04";
    }

    @Override
    public void describe(CommandSpec spec) {
        SnapshotArgument.describeOperand(spec);
        SnapshotArgument.describeId(spec);
        CopyOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ShowSnapshot.Request request = new ShowSnapshot.Request(SnapshotArgument.ofOperand(arguments));
        try (OpenBackups backups = CopyOption.open(arguments, session)) {
            ShowSnapshot.Result result = new ShowSnapshot(backups).run(request);
            Manifest manifest = result.manifest();
            session.printJson(result.toJson());
            session.out().println(session.style().bold("snapshot " + manifest.id()));
            session.out()
                    .println(session.style()
                            .labelled(
                                    "  ",
                                    (manifest.isFull() ? "full" : "increment") + ", " + manifest.time() + ", "
                                            + Amounts.items(manifest.items()) + " in "
                                            + Amounts.of(manifest.files().size(), "file") + ", "
                                            + Amounts.size(manifest.bytes()) + "; " + Amounts.size(manifest.added())
                                            + " were added for it"));
            if (!manifest.description().isEmpty()) {
                session.out().println(session.style().labelled("  ", Printable.of(manifest.description())));
            }
            session.out().println();
            session.out().print(table(manifest).toString(session.style()));
            return ExitCode.DONE;
        }
    }

    private static Table table(Manifest manifest) {
        Map<String, long[]> sums = new TreeMap<>();
        for (FileEntry file : manifest.files()) {
            int slash = file.path().indexOf('/');
            String where = slash < 0 ? "(top)" : file.path().substring(0, slash);
            long[] sum = sums.computeIfAbsent(where, _ -> new long[3]);
            sum[0]++;
            sum[1] += file.items().orElse(0);
            sum[2] += file.stored().size();
        }
        Table table = new Table("agent or folder", ">files", ">items", ">size");
        sums.forEach((where, sum) ->
                table.row(Printable.of(where), Amounts.count(sum[0]), Amounts.count(sum[1]), Amounts.size(sum[2])));
        return table;
    }
}

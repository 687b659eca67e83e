package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.app.backup.CompareSnapshots;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.SnapshotChoice;
import loom.aml.backup.SnapshotDiff;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.DifferencePrinter;
import loom.aml.json.JsonWriter;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Compares two snapshots, item by item. */
public final class BackupDiffCommand implements Command {
    @Override
    public String example() {
        return "aml backup diff 20261122T04 20261123T04";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("BEFORE", "1", "The older snapshot, or the beginning of its id."));
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .type(String.class)
                .arity("0..1")
                .paramLabel("AFTER")
                .description("The newer snapshot (the newest).")
                .build());
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        CompareSnapshots.Request request = new CompareSnapshots.Request(
                SnapshotChoice.of(arguments.matchedPositionalValue(0, "")),
                SnapshotChoice.of(arguments.matchedPositionalValue(1, "")));
        try (OpenBackups backups = session.store().openBackups()) {
            CompareSnapshots.Result compared = new CompareSnapshots(backups).run(request);
            if (session.isJson()) {
                try (JsonWriter json = session.json().writer()) {
                    compared.write(json);
                    json.endObject();
                }
                session.json().end();
            } else {
                print(compared, session);
            }
            return ExitCode.DONE;
        }
    }

    private static void print(CompareSnapshots.Result compared, Session session) throws IOException {
        DifferencePrinter printer = new DifferencePrinter(session.style(), session.out());
        SnapshotDiff.Sums sums = compared.visit(new SnapshotDiff.Visitor() {
            @Override
            public void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) {
                printer.item(file, change, id);
            }

            @Override
            public void file(String path, ItemVersions.Change change) {
                printer.file(path, change);
            }
        });
        session.out()
                .println(session.style()
                        .done("items: " + DifferencePrinter.words(sums.items()) + "; other files: "
                                + DifferencePrinter.words(sums.files())));
    }
}

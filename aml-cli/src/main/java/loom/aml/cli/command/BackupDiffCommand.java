package loom.aml.cli.command;

import java.io.IOException;
import java.util.Set;
import loom.aml.backup.Backup;
import loom.aml.backup.SnapshotDiff;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.DifferencePrinter;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Compares two snapshots, item by item. */
public final class BackupDiffCommand implements Command {
    @Override
    public String name() {
        return "backup diff";
    }

    @Override
    public String summary() {
        return "Show which items changed from one snapshot to another";
    }

    @Override
    public String example() {
        return "aml backup diff 20261122T04 20261123T04";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand("BEFORE", "1", "The older snapshot, or how its id begins."));
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .type(String.class)
                .arity("0..1")
                .paramLabel("AFTER")
                .description("The newer one. Default: the newest.")
                .build());
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (Backup backup = session.store().backups()) {
            Snapshots snapshots = new Snapshots(backup.repository());
            Manifest before = snapshots.byId(arguments.matchedPositionalValue(0, ""));
            String named = arguments.matchedPositionalValue(1, "");
            Manifest after = named.isEmpty() ? snapshots.latest(Set.of()) : snapshots.byId(named);
            if (session.isJson()) {
                asJson(session, backup, before, after);
            } else {
                toPeople(session, backup, before, after);
            }
            return ExitCode.DONE;
        }
    }

    private static void asJson(Session session, Backup backup, Manifest before, Manifest after) throws IOException {
        try (JsonWriter json = session.json().writer()) {
            json.fields(JsonObject.builder()
                    .put("store", FileName.text(backup.store().root()))
                    .put("before", before.summary())
                    .put("after", after.summary())
                    .build());
            json.beginList("differences");
            SnapshotDiff.Sums sums =
                    SnapshotDiff.compare(backup.repository(), before, after, new SnapshotDiff.Visitor() {
                        @Override
                        public void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) {
                            json.value(DifferencePrinter.toJson(file, change, id));
                        }

                        @Override
                        public void file(String path, ItemVersions.Change change) {
                            json.value(DifferencePrinter.toJson(path, change));
                        }
                    });
            json.endList();
            json.fields(JsonObject.builder()
                    .put("item_changes", DifferencePrinter.toJson(sums.items()))
                    .put("file_changes", DifferencePrinter.toJson(sums.files()))
                    .build());
            json.endObject();
        }
        session.json().end();
    }

    private static void toPeople(Session session, Backup backup, Manifest before, Manifest after) throws IOException {
        DifferencePrinter printer = new DifferencePrinter(session.style(), session.out());
        SnapshotDiff.Sums sums = SnapshotDiff.compare(backup.repository(), before, after, new SnapshotDiff.Visitor() {
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

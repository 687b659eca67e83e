package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.ShortIds;
import loom.aml.cli.print.Table;
import loom.aml.json.JsonObject;
import loom.aml.migrate.SchemaFile;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The migrations that a store went through, as it says itself. */
public final class MigrateHistoryCommand implements Command {
    @Override
    public String name() {
        return "migrate history";
    }

    @Override
    public String summary() {
        return "List the migrations that the store went through, the newest first";
    }

    @Override
    public String example() {
        return "aml migrate history";
    }

    @Override
    public void describe(CommandSpec spec) {}

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Optional<SchemaFile> file = SchemaFile.of(store);
            List<JsonObject> history =
                    file.map(SchemaFile::history).orElse(List.of()).reversed();
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .put("version", file.flatMap(SchemaFile::version).orElse(null))
                    .put(
                            "migrations",
                            history.stream().map(MigrateHistoryCommand::toJson).toList())
                    .build());
            if (history.isEmpty()) {
                session.out().println(session.style().note("no migration has changed this store yet"));
            } else {
                session.out().print(table(history, session).toString(session.style()));
            }
            return ExitCode.DONE;
        }
    }

    /** What every entry says; what other programs write beside it stays in the file. */
    private static JsonObject toJson(JsonObject entry) {
        return JsonObject.builder()
                .put("time", entry.instant("at").orElse(null))
                .put("from", entry.string("from").orElse(null))
                .put("to", entry.string("to").orElse(null))
                .put("items", entry.number("items"))
                .put("run", entry.string("run").orElse(null))
                .put("snapshot_id", entry.string("backup").orElse(null))
                .build();
    }

    private static Table table(List<JsonObject> history, Session session) {
        Instant now = session.clock().instant();
        ShortIds runs = shortIds(history, "run");
        ShortIds backups = shortIds(history, "backup");
        Table table = new Table("when", "from", "to", ">items", "run", "backup");
        for (JsonObject entry : history) {
            table.row(
                    entry.instant("at").map(at -> Amounts.ago(at, now)).orElse("?"),
                    text(entry, "from"),
                    text(entry, "to"),
                    Amounts.count(entry.number("items")),
                    runs.of(text(entry, "run")),
                    entry.string("backup").map(Printable::of).map(backups::of).orElse("none"));
        }
        return table;
    }

    private static ShortIds shortIds(List<JsonObject> history, String key) {
        return new ShortIds(
                history.stream().flatMap(entry -> entry.string(key).stream()).toList());
    }

    private static String text(JsonObject entry, String key) {
        return Printable.of(entry.string(key).orElse("?"));
    }
}

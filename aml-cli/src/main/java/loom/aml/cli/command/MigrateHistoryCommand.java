package loom.aml.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.migrate.ListMigrations;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.ShortIds;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the migrations that a store has recorded. */
public final class MigrateHistoryCommand implements Command {
    @Override
    public String example() {
        return "aml migrate history";
    }

    @Override
    public void describe(CommandSpec spec) {}

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            ListMigrations.Result result = new ListMigrations(opened).run();
            session.printJson(result.toJson());
            if (result.migrations().isEmpty()) {
                session.out().println(session.style().note("no migration has changed this store yet"));
            } else {
                session.out().print(table(result.migrations(), session).toString(session.style()));
            }
            return ExitCode.DONE;
        }
    }

    private static Table table(List<ListMigrations.Entry> migrations, Session session) {
        Instant now = session.clock().instant();
        ShortIds runs = new ShortIds(
                migrations.stream().flatMap(entry -> entry.run().stream()).toList());
        ShortIds backups = new ShortIds(
                migrations.stream().flatMap(entry -> entry.snapshot().stream()).toList());
        Table table = new Table("when", "from", "to", ">items", "run", "backup");
        for (ListMigrations.Entry entry : migrations) {
            table.row(
                    entry.time().map(at -> Amounts.ago(at, now)).orElse("?"),
                    text(entry.from()),
                    text(entry.to()),
                    Amounts.count(entry.items()),
                    runs.of(text(entry.run())),
                    entry.snapshot().map(Printable::of).map(backups::of).orElse("none"));
        }
        return table;
    }

    private static String text(Optional<String> field) {
        return Printable.of(field.orElse("?"));
    }
}

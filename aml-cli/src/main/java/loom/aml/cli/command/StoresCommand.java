package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.app.stores.ListStores;
import loom.aml.app.stores.StoreFigures;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.HomePath;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.io.UserFolders;
import loom.aml.locate.FoundStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the stores on this machine. */
public final class StoresCommand implements Command {
    @Override
    public String example() {
        return "aml stores";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        // Has no options.
    }

    @Override
    public void settle(ParseResult arguments, Session session) throws IOException {
        session.location().settleHere();
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ListStores.Result result = session.stores(List.of());
        session.printJson(result.toJson());
        if (session.isSeen()) {
            print(result.stores(), session);
        }
        result.problems().forEach(session::warn);
        return result.isPartial() ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private static void print(List<ListStores.Entry> stores, Session session) {
        Optional<Path> home = new UserFolders(session.environment().variables()).home();
        Instant now = session.clock().instant();
        boolean isStranded = false;
        String gap = "";
        for (FoundStore.Scope scope : FoundStore.Scope.values()) {
            Table table = new Table("kind", ">agents", ">items", ">size", "changed", "&health", "_store");
            for (ListStores.Entry entry : stores) {
                FoundStore store = entry.store();
                if (store.scope() == scope) {
                    isStranded |= store.isStranded();
                    StoreFigures figures = entry.figures();
                    table.row(
                            store.kind().title(),
                            Amounts.count(figures.agents()),
                            figures.items().map(Amounts::count).orElse("?"),
                            Amounts.size(figures.bytes()),
                            figures.changed()
                                    .map(time -> Amounts.ago(time, now))
                                    .orElse("-"),
                            health(entry),
                            place(store, home));
                }
            }
            if (!table.isEmpty()) {
                session.out().println(gap + session.style().bold(scope.title()));
                session.out().print(table.toString(session.style()));
                gap = "\n";
            }
        }
        if (stores.isEmpty()) {
            session.out().println(session.style().note("no stores; create one with 'aml init'"));
        } else if (isStranded) {
            session.out()
                    .println(
                            "\n"
                                    + session.style()
                                            .note(
                                                    "a store whose project was not found may be stranded;"
                                                            + " 'aml adopt STORE' in the present project merges it into the present store"));
        }
    }

    private static String health(ListStores.Entry entry) {
        StoreFigures figures = entry.figures();
        String words = Printable.of(String.join("; ", figures.warnings()));
        String health = words.isEmpty() ? figures.health().word() : words;
        return switch (entry.store().state()) {
            case FOUND, NONE -> health;
            case MISSING -> "project not found; " + health;
            case AMBIGUOUS -> "several projects have this name; " + health;
            case UNKNOWN -> "project unknown; " + health;
        };
    }

    private static String place(FoundStore store, Optional<Path> home) {
        return HomePath.of(store.path(), home)
                + store.project()
                        .filter(project -> !store.path().startsWith(project))
                        .map(project -> " of " + HomePath.of(project, home))
                        .orElse("");
    }
}

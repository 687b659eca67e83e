package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Printable;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The alerts of a store, and what becomes of them by hand. */
public final class MonitorAlertsCommand implements Command {
    private static final List<String> ACTIONS = List.of("list", "show", "ack", "resolve", "test");

    @Override
    public String name() {
        return "monitor alerts";
    }

    @Override
    public String summary() {
        return "List alerts, show, acknowledge or resolve one, or send a test";
    }

    @Override
    public String example() {
        return "aml monitor alerts ack 20261123T080000.000Z-1f9a3c55";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand(0, ACTIONS, "ACTION", "0..1", "list, show, ack, resolve or test (list)."));
        spec.addPositional(Options.operand(1, "ALERT", "0..1", "The alert, or how its id begins."));
        spec.addOption(Options.flag("List resolved ones, too.", "--all"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String action = arguments.matchedPositionalValue(0, "list");
        String id = arguments.matchedPositionalValue(1, "");
        boolean needsId = List.of("show", "ack", "resolve").contains(action);
        if (needsId == id.isEmpty()) {
            throw new UsageException(
                    needsId
                            ? "say which alert: 'aml monitor alerts " + action + " ID'"
                            : "'" + action + "' takes no id");
        }
        return switch (action) {
            case "list" -> list(session, Options.has(arguments, "--all"));
            case "show" -> show(session, id);
            case "ack" -> change(session, id, Alert.State.ACKNOWLEDGED);
            case "resolve" -> change(session, id, Alert.State.RESOLVED);
            case "test" -> test(session);
            default ->
                throw new UsageException("no action '" + action + "'; there is list, show, ack, resolve and test");
        };
    }

    private static ExitCode list(Session session, boolean all) throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Monitor.Read<AlertBook> read = Monitor.alerts(store);
            List<Alert> shown =
                    (all ? read.value().alerts().stream() : read.value().open()).toList();
            List<Finding> findings = read.finding().stream().toList();
            session.printJson(JsonObject.builder()
                    .put("store", store.location())
                    .put("alerts", shown.stream().map(Alert::toJson).toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build());
            if (shown.isEmpty() && findings.isEmpty()) {
                session.out().println(session.style().done(all ? "no alerts" : "no open alerts"));
            }
            shown.forEach(new MetricsPrinter(session)::print);
            session.show(findings);
            return findings.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static ExitCode show(Session session, String id) throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            Monitor.Read<AlertBook> read = Monitor.alerts(store);
            JsonObject alert = find(read.value(), id).toJson();
            session.printJson(toJson(store, alert, read.finding().stream().toList()));
            for (Map.Entry<String, String> field : alert.texts().entrySet()) {
                session.out()
                        .println(
                                session.style().labelled("  " + field.getKey() + ": ", Printable.of(field.getValue())));
            }
            return ExitCode.DONE;
        }
    }

    private static JsonObject toJson(FileMemoryStore store, JsonObject alert, List<Finding> findings) {
        return JsonObject.builder()
                .put("store", store.location())
                .put("alert", alert)
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }

    private static Alert find(AlertBook book, String id) {
        return book.find(id)
                .orElseThrow(() -> new UsageException("no alert, or several, whose id begins with '" + id
                        + "'; 'aml monitor alerts list --all' lists them"));
    }

    private static ExitCode change(Session session, String id, Alert.State state) throws IOException {
        try (FileMemoryStore store = session.store().open()) {
            AlertBook book = Monitor.alerts(store).value();
            Alert alert = find(book, id);
            if (alert.isResolved()) {
                throw new UsageException("alert " + alert.id() + " is resolved already");
            }
            AlertBook changed = book.with(alert, state, session.clock().instant());
            return ended(session, store, new AlertBook.Update(changed, List.of()), find(changed, alert.id()));
        }
    }

    private static ExitCode test(Session session) throws IOException {
        try (FileMemoryStore store = session.store().open()) {
            AlertBook.Update update =
                    Monitor.alerts(store).value().test(session.clock().instant());
            if (!session.configuration().policies().delivery().hasHooks()) {
                session.out()
                        .println(session.style()
                                .note("nobody is told of alerts; alerts.command and alerts.webhook say who is to be"));
            }
            return ended(session, store, update, update.events().getFirst().alert());
        }
    }

    private static ExitCode ended(Session session, FileMemoryStore store, AlertBook.Update update, Alert alert)
            throws IOException {
        List<Finding> findings = Watching.watch(session, store).keep(update);
        session.printJson(toJson(store, alert.toJson(), findings));
        new MetricsPrinter(session).print(alert);
        session.show(findings);
        // A note that messages did not arrive is no problem of the store, but what was asked for was not all done.
        return findings.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}

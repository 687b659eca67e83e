package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.AlertResult;
import loom.aml.app.monitor.ChangeAlert;
import loom.aml.app.monitor.ListAlerts;
import loom.aml.app.monitor.NoSuchAlertException;
import loom.aml.app.monitor.NoSuchChannelException;
import loom.aml.app.monitor.ShowAlert;
import loom.aml.app.monitor.TestAlerts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.Printable;
import loom.aml.monitor.Alert;
import loom.aml.notify.NotifyReport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists and changes the alerts of a store. */
public final class MonitorAlertsCommand implements Command {
    private static final List<String> ACTIONS = List.of("list", "show", "ack", "resolve", "test");

    @Override
    public String example() {
        return "aml monitor alerts ack 20261123T080000.000Z-1f9a3c55";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand(0, ACTIONS, "ACTION", "0..1", "list, show, ack, resolve or test (list)."));
        spec.addPositional(Options.operand(
                1, "ALERT", "0..1", "The alert, or the beginning of its id; with test, the channel (all)."));
        spec.addOption(Options.flag("Include resolved alerts.", "--all"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        String action = arguments.matchedPositionalValue(0, "list");
        String id = arguments.matchedPositionalValue(1, "");
        boolean needsId = List.of("show", "ack", "resolve").contains(action);
        if (needsId == id.isEmpty() && !action.equals("test")) {
            throw new UsageException(
                    needsId
                            ? "name the alert: 'aml monitor alerts " + action + " ID'"
                            : "'" + action + "' takes no id");
        }
        try {
            return run(action, id, arguments, session);
        } catch (NoSuchAlertException | NoSuchChannelException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static ExitCode run(String action, String id, ParseResult arguments, Session session)
            throws IOException, NoSuchAlertException, NoSuchChannelException {
        return switch (action) {
            case "list" -> list(session, Options.has(arguments, "--all"));
            case "show" -> show(session, id);
            case "ack" -> change(session, id, Alert.State.ACKNOWLEDGED);
            case "resolve" -> change(session, id, Alert.State.RESOLVED);
            case "test" -> test(session, id);
            default -> throw UsageException.unknown("action", action, ACTIONS);
        };
    }

    private static ExitCode list(Session session, boolean isAll) throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            ListAlerts.Result result = new ListAlerts(opened).run(new ListAlerts.Request(isAll));
            session.printJson(result.toJson());
            if (result.alerts().isEmpty() && result.findings().isEmpty()) {
                session.out().println(session.style().done(isAll ? "no alerts" : "no open alerts"));
            }
            result.alerts().forEach(new MetricsPrinter(session)::print);
            session.show(result.findings());
            return result.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static ExitCode show(Session session, String id) throws IOException, NoSuchAlertException {
        try (OpenStore opened = session.store().forReading()) {
            AlertResult result = new ShowAlert(opened).run(new ShowAlert.Request(id));
            session.printJson(result.toJson());
            for (Map.Entry<String, String> field :
                    result.alert().toJson().texts().entrySet()) {
                session.out()
                        .println(
                                session.style().labelled("  " + field.getKey() + ": ", Printable.of(field.getValue())));
            }
            return ExitCode.DONE;
        }
    }

    private static ExitCode change(Session session, String id, Alert.State state)
            throws IOException, NoSuchAlertException {
        try (OpenStore opened = session.store().forChange()) {
            return ended(session, new ChangeAlert(opened, session.frontEnd()).run(new ChangeAlert.Request(id, state)));
        }
    }

    private static ExitCode test(Session session, String channel) throws IOException, NoSuchChannelException {
        TestAlerts.Result result =
                new TestAlerts(session.store(), session.frontEnd()).run(new TestAlerts.Request(channel));
        session.printJson(result.toJson());
        new MetricsPrinter(session).print(result.alert().alert());
        if (result.report().outcomes().isEmpty()) {
            session.out()
                    .println(session.style()
                            .note("no channel is configured; set alerts.mail_to, alerts.slack or another one"));
        }
        for (NotifyReport.Outcome outcome : result.report().outcomes()) {
            if (outcome.isDelivered()) {
                session.out()
                        .println(session.style()
                                .done("delivered to "
                                        + outcome.envelope().channel().word()));
            }
        }
        return shown(session, result.alert());
    }

    private static ExitCode ended(Session session, AlertResult result) {
        session.printJson(result.toJson());
        new MetricsPrinter(session).print(result.alert());
        return shown(session, result);
    }

    private static ExitCode shown(Session session, AlertResult result) {
        session.show(result.findings());
        // A failed delivery is not a problem of the store, but the request was only partly done.
        return result.findings().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}

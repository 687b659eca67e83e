package loom.aml.app.monitor;

import java.io.IOException;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;

/** Shows, acknowledges and resolves single alerts, and tests their delivery. */
public final class ManageAlerts {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public ManageAlerts(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * Returns an alert.
     *
     * @param id its id, or its first characters
     */
    public AlertResult show(String id) throws IOException, NoSuchAlertException {
        Monitor.Read<AlertBook> read = Monitor.alerts(opened.store());
        return new AlertResult(
                opened.location(),
                find(read.value(), id),
                read.finding().stream().toList());
    }

    /** Acknowledges or resolves an alert. */
    public AlertResult change(String id, Alert.State state) throws IOException, NoSuchAlertException {
        AlertBook book = Monitor.alerts(opened.store()).value();
        Alert alert = find(book, id);
        if (alert.isResolved()) {
            throw new NoSuchAlertException("alert " + alert.id() + " is resolved already");
        }
        AlertBook changed = book.with(alert, state, opened.now());
        return keep(new AlertBook.Update(changed, List.of()), find(changed, alert.id()));
    }

    /** Whether alerts are delivered to anybody. */
    public boolean isDelivered() {
        return opened.policies().delivery().hasHooks();
    }

    /** Raises and delivers an alert that is resolved at once. */
    public AlertResult test() throws IOException {
        AlertBook.Update update = Monitor.alerts(opened.store()).value().test(opened.now());
        return keep(update, update.events().getFirst().alert());
    }

    private AlertResult keep(AlertBook.Update update, Alert alert) throws IOException {
        return new AlertResult(
                opened.location(),
                alert,
                new Monitoring(opened, frontEnd).watch().keep(update));
    }

    private static Alert find(AlertBook book, String id) throws NoSuchAlertException {
        return book.find(id)
                .orElseThrow(() -> new NoSuchAlertException("no alert, or several, whose id begins with '" + id
                        + "'; 'aml monitor alerts list --all' lists them"));
    }
}

package loom.aml.app.monitor;

import java.io.IOException;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;

/** Acknowledges or resolves an alert. */
public final class ChangeAlert {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public ChangeAlert(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param id the id of the alert or its first characters
     * @param state the new state
     */
    public record Request(String id, Alert.State state) {}

    /**
     * Changes the alert.
     *
     * @throws NoSuchAlertException if it does not exist, or is resolved
     */
    public AlertResult run(Request request) throws IOException, NoSuchAlertException {
        AlertBook book = Monitor.alerts(opened.store()).value();
        Alert alert = ShowAlert.find(book, request.id());
        if (alert.isResolved()) {
            throw new NoSuchAlertException("alert " + alert.id() + " is already resolved");
        }
        AlertBook changed = book.with(alert, request.state(), opened.now());
        return new AlertResult(
                opened.location(),
                ShowAlert.find(changed, alert.id()),
                new Monitoring(opened, frontEnd).watch().keep(changed));
    }
}

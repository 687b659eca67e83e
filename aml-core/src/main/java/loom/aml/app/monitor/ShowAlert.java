package loom.aml.app.monitor;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;

/** Shows an alert. */
public final class ShowAlert {
    private final OpenStore opened;

    public ShowAlert(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param id the id of the alert or its first characters
     */
    public record Request(String id) {}

    public AlertResult run(Request request) throws IOException, NoSuchAlertException {
        Monitor.Read<AlertBook> read = Monitor.alerts(opened.store());
        return new AlertResult(
                opened.location(),
                find(read.value(), request.id()),
                read.finding().stream().toList());
    }

    static Alert find(AlertBook book, String id) throws NoSuchAlertException {
        return book.find(id)
                .orElseThrow(() -> new NoSuchAlertException("no alert, or several, with an id that begins with '" + id
                        + "'; 'aml monitor alerts list --all' lists them"));
    }
}

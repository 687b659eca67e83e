package loom.aml.app.monitor;

import java.io.IOException;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;

/** Tests the delivery of alerts with one that is resolved at once. */
public final class TestAlerts {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public TestAlerts(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /** Returns whether an alert target is configured. */
    public boolean isDelivered() {
        return opened.policies().delivery().hasHooks();
    }

    public AlertResult run() throws IOException {
        AlertBook.Update update = Monitor.alerts(opened.store()).value().test(opened.now());
        return new AlertResult(
                opened.location(),
                update.events().getFirst().alert(),
                new Monitoring(opened, frontEnd).watch().keep(update));
    }
}

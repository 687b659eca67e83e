package loom.aml.cli;

import java.io.IOException;
import java.util.List;
import loom.aml.app.monitor.DeliverNotices;
import loom.aml.io.Printable;
import loom.aml.store.Finding;

/** The notices that became due during a command. They are sent at its end, when the store is no longer locked. */
final class DueNotices {
    private final Session session;
    private boolean areDue;

    DueNotices(Session session) {
        this.session = session;
    }

    void areDue() {
        areDue = true;
    }

    /** Sends the notices, within a minute, and reports what could not be delivered. Never fails. */
    void send() {
        if (!areDue) {
            return;
        }
        areDue = false;
        session.out().flush();
        try {
            show(new DeliverNotices(session.store()).run().findings());
        } catch (IOException e) {
            session.warn("notices could not be sent: " + session.inWords(e));
        }
    }

    /** The result of the command is complete by now, so a document cannot contain these findings. */
    private void show(List<Finding> findings) {
        if (!session.isJson()) {
            session.show(findings);
            return;
        }
        for (Finding finding : findings) {
            session.warn(Printable.of(finding.where() + ": " + finding.what()));
        }
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.Removals;
import loom.aml.cli.Session;
import loom.aml.store.Finding;

/**
 * The front end for agents: nobody can be asked, and messages beside the results go to the log. Due notices are left to a later command or
 * to a server, because an agent waits only a few seconds for a hook.
 */
class AgentFrontEnd implements FrontEnd {
    private final Session session;

    AgentFrontEnd(Session session) {
        this.session = session;
    }

    @Override
    public boolean canAsk() {
        return false;
    }

    @Override
    public boolean confirm(Removals removals) {
        return false;
    }

    @Override
    public void show(List<Finding> findings) {
        findings.stream()
                .filter(Finding::isProblem)
                .forEach(finding -> session.warn(finding.where() + ": " + finding.what()));
    }

    @Override
    public void warn(String what, IOException failure) {
        session.warn(what + ": " + session.inWords(failure));
    }

    @Override
    public void noticesAreDue() {
        // They are in the outbox.
    }

    @Override
    public String inWords(Exception failure) {
        return session.inWords(failure);
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import loom.aml.cli.Session;
import loom.aml.server.memory.Failures;

/** Words failures for agents as for people, and writes unexpected ones to the log. */
final class AgentFailures implements Failures {
    private final Session session;

    AgentFailures(Session session) {
        this.session = session;
    }

    @Override
    public String inWords(Exception e) {
        return e instanceof IOException ? session.inWords(e) : String.valueOf(e.getMessage());
    }

    @Override
    public void report(Throwable e) {
        session.warn("internal error while answering: " + e);
    }
}

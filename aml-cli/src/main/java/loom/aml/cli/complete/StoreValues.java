package loom.aml.cli.complete;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.ListSnapshots;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.history.ListRuns;
import loom.aml.app.monitor.ListAlerts;
import loom.aml.cli.Session;
import loom.aml.io.Printable;

/**
 * The values from a store: its agents, snapshots, runs and alerts, selected by the label of the option or operand.
 * Reads only names and changes nothing; unreadable data has no values.
 */
final class StoreValues {
    private final Session session;

    StoreValues(Session session) {
        this.session = session;
    }

    List<Proposal> of(String label) {
        try {
            return switch (label) {
                case "AGENT" -> agents();
                case "SNAPSHOT" -> snapshots();
                case "RUN" -> runs();
                case "ALERT" -> alerts();
                case "FILE" -> List.of(Proposal.FILES);
                case "DIR", "PATH" -> List.of(Proposal.DIRECTORIES);
                default -> List.of();
            };
        } catch (IOException | RuntimeException e) {
            // A message would appear in the middle of the line that the user types.
            return List.of();
        }
    }

    private List<Proposal> agents() throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            // A proposal is one line of text, and other names cannot be typed.
            return opened.agents().stream()
                    .filter(agent -> Printable.of(agent).equals(agent))
                    .map(agent -> new Proposal(agent, ""))
                    .toList();
        }
    }

    private List<Proposal> snapshots() throws IOException {
        try (OpenBackups backups = session.store().openBackups()) {
            return new ListSnapshots(backups)
                    .ids().stream().map(id -> new Proposal(id, "")).toList();
        }
    }

    private List<Proposal> runs() throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            return new ListRuns(opened)
                    .ids().stream().map(run -> new Proposal(run, "")).toList();
        }
    }

    private List<Proposal> alerts() throws IOException {
        try (OpenStore opened = session.store().forReading()) {
            return new ListAlerts(opened)
                    .run(new ListAlerts.Request(false)).alerts().stream()
                            .map(alert -> new Proposal(alert.id(), alert.title()))
                            .toList();
        }
    }
}

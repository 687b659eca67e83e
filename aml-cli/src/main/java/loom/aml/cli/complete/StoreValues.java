package loom.aml.cli.complete;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.backup.Backup;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.cli.Session;
import loom.aml.cli.print.Printable;
import loom.aml.monitor.Monitor;
import loom.aml.store.file.FileMemoryStore;

/**
 * The values that a store knows: its agents, snapshots, runs and alerts. Which are meant is told by the label that the help
 * prints for the value. Looks at names only, and changes nothing; what cannot be read has no values.
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
            // Somebody is typing: a message would land in the middle of the line.
            return List.of();
        }
    }

    private List<Proposal> agents() throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            // A proposal is a line, and what is not text cannot be typed either.
            return store.list().agents().stream()
                    .filter(agent -> Printable.of(agent).equals(agent))
                    .map(agent -> new Proposal(agent, ""))
                    .toList();
        }
    }

    private List<Proposal> snapshots() throws IOException {
        List<Proposal> proposals = new ArrayList<>();
        try (Backup backup = session.store().backups()) {
            for (SnapshotName name : backup.repository().snapshots().reversed()) {
                proposals.add(new Proposal(name.id(), ""));
            }
        }
        return proposals;
    }

    private List<Proposal> runs() throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            return store.logs().runs().reversed().stream()
                    .map(run -> new Proposal(run, ""))
                    .toList();
        }
    }

    private List<Proposal> alerts() throws IOException {
        try (FileMemoryStore store = session.store().openReadOnly()) {
            return Monitor.alerts(store)
                    .value()
                    .open()
                    .map(alert -> new Proposal(alert.id(), alert.title()))
                    .toList();
        }
    }
}

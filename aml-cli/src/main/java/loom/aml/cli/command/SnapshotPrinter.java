package loom.aml.cli.command;

import loom.aml.app.text.Amounts;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;

/** Prints the result of creating a snapshot. */
final class SnapshotPrinter {
    private final Session session;

    SnapshotPrinter(Session session) {
        this.session = session;
    }

    void print(Snapshot snapshot) {
        session.show(snapshot.findings());
        summary(snapshot);
    }

    /** Prints the snapshot without its findings. */
    void summary(Snapshot snapshot) {
        Style style = session.style();
        Manifest manifest = snapshot.manifest();
        if (!snapshot.isNew()) {
            session.out()
                    .println(style.done("nothing changed since snapshot " + manifest.id() + " ("
                            + Amounts.ago(manifest.time(), session.clock().instant()) + "); nothing was written"));
            return;
        }
        String kind = manifest.isFull() ? "full" : "increment";
        String text = "snapshot " + manifest.id() + " (" + kind + "): " + Amounts.items(manifest.items()) + " in "
                + Amounts.of(manifest.files().size(), "file") + ", " + Amounts.size(manifest.bytes()) + "; "
                + Amounts.size(snapshot.bytesAdded()) + " added to the backups";
        session.out().println(snapshot.isComplete() ? style.done(text) : style.warning(text + "; incomplete"));
    }
}

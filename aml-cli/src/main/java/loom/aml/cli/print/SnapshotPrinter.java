package loom.aml.cli.print;

import java.io.PrintStream;
import java.time.Instant;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.repository.Manifest;

/** Prints what came of making a snapshot. */
public final class SnapshotPrinter {
    private final Style style;
    private final Instant now;

    public SnapshotPrinter(Style style, Instant now) {
        this.style = style;
        this.now = now;
    }

    public void print(Snapshot snapshot, PrintStream out) {
        Manifest manifest = snapshot.manifest();
        new FindingsPrinter(style).print(snapshot.findings(), out);
        if (!snapshot.isNew()) {
            out.println(style.done("nothing changed since snapshot " + manifest.id() + " ("
                    + Amounts.ago(manifest.time(), now) + "); nothing was written"));
            return;
        }
        String kind = manifest.isFull() ? "full" : "increment";
        String text = "snapshot " + manifest.id() + " (" + kind + "): " + Amounts.items(manifest.items()) + " in "
                + Amounts.of(manifest.files().size(), "file") + ", " + Amounts.size(manifest.bytes()) + "; "
                + Amounts.size(snapshot.bytesAdded()) + " added to the backups";
        out.println(snapshot.isComplete() ? style.done(text) : style.warning(text + "; not all is in it"));
    }
}

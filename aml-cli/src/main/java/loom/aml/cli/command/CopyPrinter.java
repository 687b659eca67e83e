package loom.aml.cli.command;

import loom.aml.app.backup.CopyBackups;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Session;
import loom.aml.io.Printable;

/** Prints the copies of the backups. */
final class CopyPrinter {
    private final Session session;

    CopyPrinter(Session session) {
        this.session = session;
    }

    /** Prints a line for each place, and the reasons for what was not copied. */
    void print(CopyBackups.Result result) {
        for (CopyBackups.Copy copy : result.copies()) {
            print(copy, result.isDry());
        }
    }

    private void print(CopyBackups.Copy copy, boolean isDry) {
        session.show(copy.findings());
        if (copy.failure().isPresent()) {
            session.warn(copy.place() + ": " + Printable.of(copy.failure().get()));
            return;
        }
        String objects = copy.snapshots() == 0 ? "records of runs" : Amounts.of(copy.snapshots(), "snapshot");
        String kind = copy.readers() > 0 ? ", encrypted" : "";
        String what = objects + " (" + Amounts.size(copy.bytes()) + kind + ")";
        String line;
        if (isDry) {
            line = session.style().note("dry run: " + what + " would be copied to " + copy.place());
        } else if (copy.bytes() == 0) {
            line = session.style().done("nothing new for " + copy.place());
        } else {
            line = session.style().done("copied " + what + " to " + copy.place());
        }
        session.out().println(line);
        if (copy.readers() == 1) {
            session.out()
                    .println(session.style()
                            .note("only one key opens " + copy.place()
                                    + ": if it is lost, so is the copy. Add a second one:"
                                    + " 'aml backup key add RECIPIENT' or 'aml backup key add --passphrase'"));
        }
    }
}

package loom.aml.cli.command;

import loom.aml.app.text.Amounts;
import loom.aml.backup.AutoBackup;
import loom.aml.backup.Rotation;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;

/** Prints the result of an automatic backup in a few lines. */
final class AutoBackupPrinter {
    private final Session session;

    AutoBackupPrinter(Session session) {
        this.session = session;
    }

    void print(AutoBackup.Result result) {
        session.show(result.findings());
        summary(result);
    }

    /** Prints the result without its findings. */
    void summary(AutoBackup.Result result) {
        Style style = session.style();
        new SnapshotPrinter(session).summary(result.snapshot());
        session.out()
                .println(
                        result.verification().isSound()
                                ? style.done("snapshot verified ("
                                        + Amounts.of(result.verification().files(), "file") + ")")
                                : style.failure("found damage, so created a full snapshot"));
        session.out()
                .println(
                        result.verification().isSound()
                                ? style.done(summary(result.rotation(), result.kept()))
                                : style.note(
                                        "no snapshot was removed, because damaged snapshots may still be mostly intact; "
                                                + result.kept() + " kept"));
    }

    /** Describes a rotation in one line. */
    static String summary(Rotation.Result result, int kept) {
        return result.snapshots().isEmpty() && result.segments() == 0
                ? "nothing to remove; " + Amounts.of(kept, "snapshot") + " kept"
                : Amounts.of(result.snapshots().size(), "snapshot") + " removed, " + kept + " kept, "
                        + Amounts.size(result.bytes()) + " freed";
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.NoSuchAgentException;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.RestoreIntoFolder;
import loom.aml.app.backup.RestorePreview;
import loom.aml.app.backup.RestoreStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.text.Amounts;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.DifferencePrinter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Restores a snapshot to the store or to a folder. */
public final class BackupRestoreCommand implements Command {
    private static final String TARGET = "--target";
    private static final String ITEM = "--item";
    private static final String DRY_RUN = "--dry-run";
    private static final String MONITORING = "--with-monitoring";

    @Override
    public String example() {
        return "aml backup restore --at 2026-11-22T18:00 --agents debugger --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        SnapshotArgument.describeOperand(spec);
        SnapshotArgument.describeId(spec);
        SnapshotArgument.describeAt(spec);
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.words("ID", "Restore only the items with these ids.", ITEM));
        spec.addOption(Options.value(
                String.class, "DIR", "Restore to this folder, empty or new, instead of the store.", TARGET));
        spec.addOption(Options.flag("Also restore the metrics and alerts in monitoring/.", MONITORING));
        spec.addOption(Options.flag("Show each item that would change, and change nothing.", DRY_RUN));
        CopyOption.describe(spec);
        ChangeOptions.describeYes(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        OpenBackups.prepare();
        try {
            String target = arguments.matchedOptionValue(TARGET, "");
            return target.isEmpty()
                    ? intoStore(arguments, session)
                    : intoFolder(arguments, session, session.resolve(target));
        } catch (NoSuchAgentException e) {
            throw new AgentNaming(e.known(), e.where()).unknown(e.agent());
        }
    }

    private static ExitCode intoStore(ParseResult arguments, Session session) throws IOException, NoSuchAgentException {
        boolean isDry = Options.has(arguments, DRY_RUN);
        RunPrinter printer = new RunPrinter(session);
        try (OpenStore opened =
                        isDry ? session.store().forReading() : session.store().forRestore();
                OpenBackups backups = OpenBackups.of(opened);
                OpenBackups from =
                        CopyOption.isGiven(arguments) ? CopyOption.open(arguments, session) : OpenBackups.of(opened)) {
            RestoreStore restore = new RestoreStore(opened, backups, from, session.frontEnd());
            RestoreStore.Request request = new RestoreStore.Request(
                    SnapshotArgument.of(arguments), selection(arguments, from), Options.setOf(arguments, ITEM));
            if (isDry) {
                DifferencePrinter differences = new DifferencePrinter(session.style(), session.out());
                return show(restore.preview(request, differences::item), session);
            }
            return printer.result(restore.run(request, ChangeOptions.isAgreed(arguments)));
        } catch (DeclinedException e) {
            return printer.declined(e);
        }
    }

    /** Words are resolved against the agents of all snapshots, unless each is an exact name. */
    private static RestoreSelection selection(ParseResult arguments, OpenBackups backups) throws IOException {
        Set<String> agents = AgentsOption.isPlain(arguments)
                ? AgentsOption.plain(arguments)
                : AgentsOption.of(arguments, backups.agents(), "the backup");
        return new RestoreSelection(agents, Options.has(arguments, MONITORING));
    }

    private static ExitCode show(RestorePreview preview, Session session) {
        session.printJson(preview.toJson());
        RestorePlan plan = preview.plan();
        session.show(plan.findings());
        session.out()
                .println(session.style()
                        .note("dry run: from snapshot " + plan.manifest().id() + ", "
                                + Amounts.of(preview.files(), "file") + " would change, items: "
                                + DifferencePrinter.words(plan.difference()) + "; nothing was changed"));
        return RunPrinter.ofFindings(plan.findings());
    }

    private static ExitCode intoFolder(ParseResult arguments, Session session, Path target)
            throws IOException, NoSuchAgentException {
        if (!Options.setOf(arguments, ITEM).isEmpty() || Options.has(arguments, DRY_RUN)) {
            throw new UsageException(TARGET + " cannot be combined with " + ITEM + " nor " + DRY_RUN
                    + ": a new folder has nothing that could be lost");
        }
        try (OpenBackups backups = CopyOption.open(arguments, session)) {
            RestoreIntoFolder.Request request = new RestoreIntoFolder.Request(
                    SnapshotArgument.of(arguments), selection(arguments, backups), target);
            RestoreIntoFolder.Result result = new RestoreIntoFolder(backups).run(request, new Runnable() {
                @Override
                public void run() {
                    session.ifStopped(target + " is incomplete; delete it and restore again;"
                            + " the store and its backups were not changed");
                }
            });
            session.printJson(result.toJson());
            session.show(result.findings());
            FolderRestore.Result done = result.done();
            String what = "snapshot " + result.manifest().id() + ": " + Amounts.of(done.files(), "file") + " with "
                    + Amounts.items(done.items()) + " (" + Amounts.size(done.bytes()) + ") in " + done.folder();
            if (result.isComplete()) {
                session.out().println(session.style().done(what));
                return ExitCode.DONE;
            }
            session.out().println(session.style().warning(what + "; incomplete"));
            session.warn("some files could not be restored, see above or --json");
            return ExitCode.PARTIAL;
        }
    }
}

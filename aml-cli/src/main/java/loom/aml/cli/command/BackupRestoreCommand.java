package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.ItemRestore;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.RuntimeSigns;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.DifferencePrinter;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.file.FileMemoryStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes the store, or a folder, what a snapshot says. */
public final class BackupRestoreCommand implements Command {
    private static final String TARGET = "--target";
    private static final String ITEM = "--item";
    private static final String DRY_RUN = "--dry-run";
    private static final String MONITORING = "--with-monitoring";

    @Override
    public String name() {
        return "backup restore";
    }

    @Override
    public String summary() {
        return "Bring back a snapshot: whole, by agent or by item; into the store or a folder";
    }

    @Override
    public String example() {
        return "aml backup restore --at 2026-11-22T18:00 --agents debugger --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        SnapshotChoice.describeOperand(spec);
        SnapshotChoice.describeId(spec);
        SnapshotChoice.describeAt(spec);
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.words("ID", "Only the items of these ids; all else stays as it is.", ITEM));
        spec.addOption(Options.value(
                String.class, "DIR", "Into this folder, empty or new, and leave the store alone.", TARGET));
        spec.addOption(Options.flag("Also the metrics and alerts in monitoring/.", MONITORING));
        spec.addOption(Options.flag("Show item by item what would change, and change nothing.", DRY_RUN));
        ChangeOptions.describeYes(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Backup.prepare();
        Set<String> items = Options.setOf(arguments, ITEM);
        String target = arguments.matchedOptionValue(TARGET, "");
        if (!target.isEmpty()) {
            if (!items.isEmpty() || Options.has(arguments, DRY_RUN)) {
                throw new UsageException(TARGET + " goes with neither " + ITEM + " nor " + DRY_RUN
                        + ": the folder is new, so nothing in it can be lost");
            }
            try (Backup backup = session.store().backups()) {
                return intoFolder(arguments, session, backup, session.resolve(target));
            }
        }
        boolean isDry = Options.has(arguments, DRY_RUN);
        RunPrinter runs = new RunPrinter(session);
        try (OpenStore opened =
                        isDry ? session.store().forReading() : session.store().forRestore();
                Backup backup = Backup.of(opened.store().place(), session.random())) {
            FileMemoryStore store = opened.store();
            Snapshots snapshots = new Snapshots(backup.repository());
            RestoreSelection selection = selection(arguments, snapshots);
            Manifest manifest = choice(arguments, snapshots, selection.agents());
            DifferencePrinter printer = new DifferencePrinter(session.style(), session.out());
            RestorePlan plan = items.isEmpty()
                    ? StoreRestore.plan(
                            store,
                            backup.repository(),
                            manifest,
                            selection,
                            isDry ? printer::item : StoreRestore.NOBODY)
                    : ItemRestore.plan(store, backup.repository(), manifest, items, selection.agents());
            RestorePlan told = plan.withFindings(with(snapshots.findings(), warning(store, session)));
            return isDry
                    ? show(told, store, session)
                    : runs.result(new PlanRun(opened, session.frontEnd(), backup)
                            .execute(
                                    told,
                                    0,
                                    AutoMigrated.NOT_SET,
                                    new RunOptions(true, ChangeOptions.isAgreed(arguments))));
        } catch (DeclinedException e) {
            return runs.declined(e);
        }
    }

    private static Manifest choice(ParseResult arguments, Snapshots snapshots, Set<String> agents) throws IOException {
        Manifest manifest = SnapshotChoice.of(arguments, snapshots, agents);
        AgentsOption.require(agents, directories(manifest), "snapshot " + manifest.id());
        return manifest;
    }

    /** Which agents a word means depends on those that there were: all snapshots have to be asked, unless it is quite plain. */
    private static RestoreSelection selection(ParseResult arguments, Snapshots snapshots) throws IOException {
        boolean withMonitoring = Options.has(arguments, MONITORING);
        if (AgentsOption.isPlain(arguments)) {
            return new RestoreSelection(AgentsOption.plain(arguments), withMonitoring);
        }
        Set<String> known = new TreeSet<>();
        for (Manifest manifest : snapshots.list()) {
            known.addAll(directories(manifest));
        }
        return new RestoreSelection(AgentsOption.of(arguments, known, "the backup"), withMonitoring);
    }

    private static Set<String> directories(Manifest manifest) {
        Set<String> directories = new TreeSet<>();
        for (FileEntry file : manifest.files()) {
            int slash = file.path().indexOf('/');
            if (slash >= 0) {
                directories.add(file.path().substring(0, slash));
            }
        }
        return directories;
    }

    private static List<Finding> with(List<Finding> findings, List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return all;
    }

    private static List<Finding> warning(FileMemoryStore store, Session session) throws IOException {
        return RuntimeSigns.of(store, session.clock().instant(), Duration.ofMinutes(10));
    }

    private static ExitCode show(RestorePlan plan, FileMemoryStore store, Session session) {
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", true)
                .put("operation", RestorePlan.OPERATION)
                .put("snapshot", plan.manifest().summary())
                .put("files_changed", plan.changes().changes().size())
                .put("item_changes", DifferencePrinter.toJson(plan.difference()))
                .put("findings", plan.findings().stream().map(Finding::toJson).toList())
                .build());
        session.show(plan.findings());
        session.out()
                .println(session.style()
                        .note("dry run: from snapshot " + plan.manifest().id() + ", "
                                + Amounts.of(plan.changes().changes().size(), "file") + " would change, items: "
                                + DifferencePrinter.words(plan.difference()) + "; nothing was changed"));
        return plan.findings().stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    private static ExitCode intoFolder(ParseResult arguments, Session session, Backup backup, Path target)
            throws IOException {
        Snapshots snapshots = new Snapshots(backup.repository());
        RestoreSelection selection = selection(arguments, snapshots);
        Manifest manifest = choice(arguments, snapshots, selection.agents());
        session.ifStopped(
                target + " is half restored; remove it, and restore again; the store and its backups were not touched");
        FolderRestore.Result result = new FolderRestore(
                        session.disk(),
                        backup.repository(),
                        backup.store().options().workers())
                .restore(manifest, selection, target);
        List<Finding> findings = with(snapshots.findings(), result.findings());
        session.printJson(JsonObject.builder()
                .put("store", FileName.text(backup.store().root()))
                .put("dry_run", false)
                .put("operation", RestorePlan.OPERATION)
                .put("snapshot", manifest.summary())
                .put("target", FileName.text(result.folder()))
                .put("files", result.files())
                .put("items", result.items())
                .put("bytes", result.bytes())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        session.show(findings);
        String what = "snapshot " + manifest.id() + ": " + Amounts.of(result.files(), "file") + " with "
                + Amounts.items(result.items()) + " (" + Amounts.size(result.bytes()) + ") in " + result.folder();
        boolean isWhole = findings.stream().noneMatch(Finding::isProblem);
        session.out()
                .println(isWhole ? session.style().done(what) : session.style().warning(what + "; not all came back"));
        if (!isWhole) {
            session.warn("not all could be restored, see above or --json");
        }
        return isWhole ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.SumsPrinter;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.Compressor;
import loom.aml.config.Policies;
import loom.aml.index.IndexStanding;
import loom.aml.index.IndexUpdate;
import loom.aml.json.JsonObject;
import loom.aml.recall.Recall;
import loom.aml.recall.WarmList;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Report;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;
import loom.aml.store.Selection;
import loom.aml.store.file.FileMemoryStore;
import loom.aml.store.log.ArchiveParts;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPlan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Tidies, compresses, indexes and lists what to keep at hand, in this order. */
public final class OptimizeAllCommand implements Command {
    @Override
    public String name() {
        return "optimize all";
    }

    @Override
    public String summary() {
        return "Tidy, compress, index, and list what is worth keeping at hand";
    }

    @Override
    public String example() {
        return "aml optimize all --dry-run";
    }

    @Override
    public void describe(CommandSpec spec) {
        ChangeOptions.describe(spec);
        ClockOption.describe(spec);
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ChangeOptions options = ChangeOptions.of(arguments);
        try (AutoMigrated.Store opened = AutoMigrated.open(session, options)) {
            ClockVerdict clock = ClockOption.of(arguments, session, opened.store());
            return options.isDry() ? show(opened, session, clock) : run(opened, session, options, clock);
        }
    }

    private static GcPlan gc(FileMemoryStore store, Session session, ClockVerdict clock) throws IOException {
        return new GarbageCollector(session.configuration().policies().gc(), clock.cautiousNow())
                .plan(store, Selection.ALL, History.undoneTidying(store));
    }

    private static CompressPlan compress(FileMemoryStore store, Session session, ClockVerdict clock)
            throws IOException {
        return new Compressor(session.configuration().policies().compress(), clock).compress(store, Selection.ALL);
    }

    private static ExitCode show(AutoMigrated.Store opened, Session session, ClockVerdict clock) throws IOException {
        FileMemoryStore store = opened.store();
        GcPlan gc = gc(store, session, clock);
        CompressPlan compress = compress(store, session, clock);
        Optional<IndexStanding> index = IndexStanding.of(store.disk(), store.root(), store.list());
        List<Finding> findings = new ArrayList<>(store.recovered());
        findings.addAll(opened.migrated().findings());
        add(gc.findings(), findings);
        add(compress.findings(), findings);
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", true)
                .putAll(opened.migrated().toJson())
                .put("gc", PlanSummary.of(gc).toJson())
                .put(
                        "compress",
                        JsonObject.builder()
                                .put(
                                        "files_changed",
                                        compress.changes().changes().size())
                                .put("bytes_before", compress.bytes())
                                .build())
                .put(
                        "index",
                        JsonObject.builder()
                                .put("present", index.isPresent() && index.get().isPresent())
                                .put("fresh", index.isPresent() && index.get().isFresh())
                                .build())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        PlanSummary sums = PlanSummary.of(gc);
        new SumsPrinter(session.style()).print(sums.byCause(), sums.byAgent(), session.out());
        session.show(findings);
        String ofIndex = index.isPresent() && index.get().isFresh()
                ? "stay as it is"
                : index.isPresent() && index.get().isPresent() ? "be brought up to date" : "be made";
        session.out()
                .println(session.style()
                        .note("dry run: " + Amounts.items(sums.items()) + " would leave, "
                                + Amounts.of(compress.changes().changes().size(), "file")
                                + " would be compressed, the index would " + ofIndex + "; nothing was changed"));
        return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.PARTIAL : ExitCode.DONE;
    }

    /** What two steps find is told once. */
    private static void add(List<Finding> more, List<Finding> findings) {
        more.stream().filter(finding -> !findings.contains(finding)).forEach(findings::add);
    }

    private static ExitCode run(AutoMigrated.Store opened, Session session, ChangeOptions chosen, ClockVerdict clock)
            throws IOException {
        FileMemoryStore store = opened.store();
        GcPlan found = gc(store, session, clock);
        Consent consent = new Consent(session, chosen.isAgreed());
        Plan gc = consent.admitted(found, found.items(), store);
        if (!consent.isGiven("optimize all", List.of(gc), store)) {
            return Executed.notDone(session, opened.migrated().done().isPresent());
        }
        Policies policies = session.configuration().policies();
        Execution execution = new Execution(store, session.random());
        Execution.Options options = Execution.Options.DEFAULT
                .withBackup(chosen.backup())
                .withProgress(session.messages().progress());
        Report tidied = execution.execute(gc, options);
        Report.Backup taken = tidied.backup();
        Report compressed = execution.execute(
                compress(store, session, clock), taken == null ? options : options.withSnapshot(taken.snapshot()));
        ArchiveParts.removeOlder(
                store.disk(),
                store.logs(),
                clock.cautiousNow().minus(policies.gc().leftoverAge()));
        IndexUpdate indexed = execution.index();
        WarmList warm = Recall.keepWarm(store, Selection.ALL, policies.recall());
        List<Finding> findings = new ArrayList<>(opened.migrated().findings());
        add(tidied.findings(), findings);
        add(compressed.findings(), findings);
        Report.Outcome outcome =
                opened.migrated().outcome().and(tidied.outcome()).and(compressed.outcome());
        session.printJson(JsonObject.builder()
                .put("store", store.location())
                .put("dry_run", false)
                .put("outcome", outcome.word())
                .putAll(opened.migrated().toJson())
                .put("gc", tidied.toJson())
                .put("compress", compressed.toJson())
                .put("index", indexed.toJson())
                .put(
                        "warm_cache",
                        JsonObject.builder()
                                .put("items", warm.entries().size())
                                .put("bytes", warm.bytes())
                                .build())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        new SumsPrinter(session.style()).print(tidied.removedByCause(), tidied.removedByAgent(), session.out());
        session.show(findings);
        opened.migrated().print(session);
        session.out().println(Executed.summaryOf(tidied, session));
        session.out().println(Executed.summaryOf(compressed, session));
        session.out().println(session.style().done(IndexCommand.summaryOf(indexed)));
        session.out()
                .println(session.style()
                        .done("warm-cache: " + Amounts.items(warm.entries().size()) + ", "
                                + Amounts.size(warm.bytes())));
        if (outcome != Report.Outcome.DONE) {
            session.warn("optimize all was " + outcome.word() + ", see above or --json");
        }
        if (Watching.isToBeTold(findings)) {
            Watching.afterwards(session, store).ifPresent(looked -> session.show(looked.findings()));
        }
        return ExitCode.of(outcome);
    }
}

package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import loom.aml.app.Census;
import loom.aml.app.OpenStore;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.Amounts;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.maintain.Maintenance;
import loom.aml.run.Execution;
import loom.aml.sample.Label;
import loom.aml.sample.LabelSink;
import loom.aml.sample.SamplePolicy;
import loom.aml.sample.SampleReport;
import loom.aml.sample.SampleStore;
import loom.aml.store.loom.FileMemoryStore;
import loom.aml.store.loom.NewStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A tour: a sample store in a scratch folder, the daily job over it, before and after side by side. */
public final class DemoCommand implements Command {
    private static final long ITEMS = 3_000;

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "A tour on a sample store in a scratch folder";
    }

    @Override
    public String example() {
        return "aml demo";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public void describe(CommandSpec spec) {
        // There is nothing to choose.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Path path = NewStore.makeDirectory(
                session.disk(), session.scratch("aml-demo").resolve(".loom/memory"));
        session.ifStopped("what was made so far lies in " + path);
        SamplePolicy policy = SamplePolicy.defaultAsOf(session.clock().instant())
                .withItems(ITEMS)
                .withGzip(true);
        SampleReport planted = SampleStore.write(session.disk(), path, policy, LabelSink.NONE);
        Style style = session.style();
        PrintStream out = session.out();
        out.println(style.bold("A store as agents leave it") + ": " + Amounts.items(planted.items()) + " in " + path);
        out.println(SampleCommand.planted(planted).toString(style));
        session.name(path);
        try (OpenStore opened = session.store().forChange()) {
            FileMemoryStore store = opened.store();
            Census before = Census.of(opened);
            Maintenance.Result result = new Maintenance(store, MaintainPolicy.DEFAULT)
                    .run(new Execution(store, session.random()), Execution.Options.DEFAULT);
            Census after = Census.of(opened);
            out.println(style.bold("aml maintain"));
            out.println(sideBySide(before, after).toString(style));
            session.show(result.findings());
            RunPrinter printer = new RunPrinter(session);
            printer.report(result.gc());
            printer.report(result.prune());
            summary(result, planted, out, style, path);
            session.printJson(JsonObject.builder()
                    .put("store", FileName.text(path))
                    .put("sample", planted.toJson())
                    .put("gc", result.gc().toJson())
                    .put("prune", result.prune().toJson())
                    .build());
            return ExitCode.of(result.outcome());
        }
    }

    private static Table sideBySide(Census before, Census after) {
        Table table = new Table("", ">before", ">after");
        table.row("patterns", Amounts.count(before.patterns()), Amounts.count(after.patterns()));
        table.row("solutions", Amounts.count(before.solutions()), Amounts.count(after.solutions()));
        table.row("decisions", Amounts.count(before.decisions()), Amounts.count(after.decisions()));
        table.row("size", Amounts.size(before.bytes()), Amounts.size(after.bytes()));
        return table;
    }

    private static void summary(
            Maintenance.Result result, SampleReport planted, PrintStream out, Style style, Path path) {
        long toGo = planted.planted().keySet().stream()
                .filter(label -> label.outcome() != Label.Outcome.KEPT && label.outcome() != Label.Outcome.COMPLETED)
                .mapToLong(planted::count)
                .sum();
        out.println();
        out.println("  " + Amounts.count(toGo) + " items were planted to go; "
                + Amounts.count((long) result.gc().removed() + result.prune().removed())
                + " went, each into an archive");
        out.println("  " + style.faint("look around:  aml " + ShellWord.of(FileName.text(path)) + " history"));
    }
}

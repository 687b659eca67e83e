package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import loom.aml.app.Census;
import loom.aml.app.OpenStore;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.history.UndoRun;
import loom.aml.app.maintain.MaintainResult;
import loom.aml.app.maintain.MaintainStore;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunResult;
import loom.aml.app.search.SearchAnswer;
import loom.aml.app.search.SearchStore;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.HitsPrinter;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.sample.Label;
import loom.aml.sample.LabelSink;
import loom.aml.sample.SamplePolicy;
import loom.aml.sample.SampleReport;
import loom.aml.sample.SampleStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows maintenance, search and undo on a sample store in a temporary folder. */
public final class DemoCommand implements Command {
    private static final long ITEMS = 3_000;
    private static final String QUERY = "connection pool";
    private static final int HITS = 4;
    private static final RunOptions CONFIRMED = new RunOptions(true, true);

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
        // Has no options.
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        Path folder = session.scratch("aml-demo");
        session.ifStopped("delete the unfinished demo: rm -r " + ShellWord.of(FileName.text(folder)));
        Path path = SampleStore.makeDirectory(session.disk(), folder.resolve(".loom/memory"));
        SamplePolicy policy = SamplePolicy.defaultAsOf(session.clock().instant())
                .withItems(ITEMS)
                .withGzip(true);
        SampleReport sample = SampleStore.write(session.disk(), path, policy, LabelSink.NONE);
        session.name(path);
        session.out()
                .println("A sample store with " + Amounts.items(sample.items()) + " of "
                        + Amounts.of(policy.agents(), "agent") + ". "
                        + Amounts.count(toRemove(sample)) + " are stale, failed or duplicate.\n");
        try (OpenStore opened = session.store().forChange()) {
            MaintainResult maintained = maintain(opened, session);
            SearchAnswer found = search(opened, session);
            RunResult undone = undo(opened, session);
            whatNext(path, folder, session);
            session.printJson(JsonObject.builder()
                    .put("store", FileName.text(path))
                    .put("sample", sample.toJson())
                    .put("gc", maintained.done().gc().toJson())
                    .put("prune", maintained.done().prune().toJson())
                    .put("found", found.result().total())
                    .put("undo", undone.report().toJson())
                    .build());
            return ExitCode.of(maintained.done().outcome().and(undone.outcome()));
        } catch (DeclinedException | NotUndoableException e) {
            throw new IllegalStateException("a confirmed run that removed items can be undone", e);
        }
    }

    private static long toRemove(SampleReport sample) {
        return sample.planted().keySet().stream()
                .filter(label -> label.outcome() == Label.Outcome.PRUNED || label.outcome() == Label.Outcome.COLLECTED)
                .mapToLong(sample::count)
                .sum();
    }

    private static MaintainResult maintain(OpenStore opened, Session session) throws IOException, DeclinedException {
        heading(session, "1. Maintain", "maintain");
        Census before = Census.of(opened);
        MaintainResult result =
                new MaintainStore(opened, session.frontEnd()).run(new MaintainStore.Request(false), CONFIRMED);
        Census after = Census.of(opened);
        session.out().print(sideBySide(before, after).toString(session.style()));
        RunPrinter printer = new RunPrinter(session);
        printer.step(result.done().gc());
        printer.step(result.done().prune());
        session.out().println();
        return result;
    }

    private static SearchAnswer search(OpenStore opened, Session session) throws IOException {
        heading(session, "2. Search", "search " + QUERY + " --limit " + HITS);
        SearchRequest request =
                SearchRequest.of(SearchFilters.query(QUERY, session)).withPage(0, HITS);
        SearchAnswer answer = new SearchStore(opened).run(request);
        if (session.isSeen()) {
            new HitsPrinter(session.style(), session.out(), session.clock().instant()).print(request, answer.result());
        }
        session.out().println();
        return answer;
    }

    /** Undoes the run of maintain. */
    private static RunResult undo(OpenStore opened, Session session)
            throws IOException, NotUndoableException, DeclinedException {
        heading(session, "3. Undo", "undo");
        RunResult result = new UndoRun(opened, session.frontEnd()).run(new UndoRun.Request("", 0), CONFIRMED);
        session.out()
                .println(session.style()
                                .done(Amounts.items(result.report().inserted()
                                                + result.report().transformed())
                                        + " restored as they were before maintain")
                        + "\n");
        return result;
    }

    private static void heading(Session session, String step, String command) {
        session.out().println(session.style().bold(step) + "  aml " + command);
    }

    private static Table sideBySide(Census before, Census after) {
        Table table = new Table("", ">before", ">after");
        table.row("patterns", Amounts.count(before.patterns()), Amounts.count(after.patterns()));
        table.row("solutions", Amounts.count(before.solutions()), Amounts.count(after.solutions()));
        table.row("decisions", Amounts.count(before.decisions()), Amounts.count(after.decisions()));
        table.row("size", Amounts.size(before.bytes()), Amounts.size(after.bytes()));
        return table;
    }

    private static void whatNext(Path path, Path folder, Session session) {
        PrintStream out = session.out();
        Style style = session.style();
        out.println(style.faint("look around:") + "      aml " + ShellWord.of(FileName.text(path)) + " history");
        out.println(style.faint("delete the demo:") + "  rm -r " + ShellWord.of(FileName.text(folder)));
    }
}

package loom.aml.cli.print;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.app.text.Amounts;
import loom.aml.io.Printable;
import loom.aml.run.Report;
import loom.aml.store.FileOutcome;
import loom.aml.store.PlanSummary;

/** Prints the number of removals by cause and by agent. */
public final class SumsPrinter {
    private final Style style;

    public SumsPrinter(Style style) {
        this.style = style;
    }

    /** Prints the sums of several steps as one. */
    public void print(List<Sums> steps, PrintStream out) {
        Map<FileOutcome.Tally, FileOutcome.Count> byCause = new TreeMap<>();
        Map<String, FileOutcome.Count> byAgent = new TreeMap<>();
        for (Sums step : steps) {
            step.byCause().forEach((cause, count) -> byCause.merge(cause, count, FileOutcome.Count::plus));
            step.byAgent().forEach((agent, count) -> byAgent.merge(agent, count, FileOutcome.Count::plus));
        }
        print(byCause, byAgent, out);
    }

    /** The removals of one step. */
    public record Sums(Map<FileOutcome.Tally, FileOutcome.Count> byCause, Map<String, FileOutcome.Count> byAgent) {
        public static Sums of(PlanSummary plan) {
            return new Sums(plan.byCause(), plan.byAgent());
        }

        public static Sums of(Report report) {
            return new Sums(report.removedByCause(), report.removedByAgent());
        }
    }

    public void print(
            Map<FileOutcome.Tally, FileOutcome.Count> byCause,
            Map<String, FileOutcome.Count> byAgent,
            PrintStream out) {
        if (byCause.isEmpty()) {
            return;
        }
        Table causes = new Table("strategy", "reason", ">items", ">size");
        byCause.forEach((tally, count) -> causes.row(
                tally.strategy(), tally.reason(), Amounts.count(count.items()), Amounts.size(count.bytes())));
        out.println(causes.toString(style));
        Table agents = new Table("agent", ">items", ">size");
        byAgent.forEach((agent, count) ->
                agents.row(Printable.of(agent), Amounts.count(count.items()), Amounts.size(count.bytes())));
        out.println(agents.toString(style));
    }
}

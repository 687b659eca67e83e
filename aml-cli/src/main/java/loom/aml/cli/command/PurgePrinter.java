package loom.aml.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.app.purge.PurgeMemory;
import loom.aml.app.text.Amounts;
import loom.aml.cli.Session;
import loom.aml.cli.print.ShellWord;
import loom.aml.cli.print.Style;
import loom.aml.cli.print.Table;
import loom.aml.io.Printable;
import loom.aml.purge.Place;
import loom.aml.purge.PurgePlan;
import loom.aml.purge.PurgeReport;

/** Prints what a purge found and what it did. The purged text itself is never printed. */
final class PurgePrinter {
    private static final int LISTED = 20;

    private final Session session;
    private final Style style;

    PurgePrinter(Session session) {
        this.session = session;
        this.style = session.style();
    }

    /** Asks whether what was found shall be purged. */
    boolean asksFor(PurgeReport preview) throws IOException {
        PrintStream err = session.messages().stream();
        places(preview.plan(), err);
        session.show(preview.unsure());
        err.println(session.messages()
                .style()
                .warning("purge would remove " + occurrences(preview.plan())
                        + " for good. Nothing is archived, and neither 'aml undo' nor a backup can bring it back"));
        return session.prompt().ask("  Go on?");
    }

    void print(PurgeMemory.Result result) {
        PurgeReport report = result.report();
        PrintStream out = session.out();
        PurgePlan plan = report.plan();
        if (report.isDry() || session.isVerbose()) {
            places(plan, out);
        }
        if (report.isDry()) {
            out.println(style.note("dry run: " + occurrences(plan) + " would be purged for good"
                    + (report.isIndexed() ? ", and the index built again" : "") + "; nothing was changed"));
        } else {
            out.println(style.done(plan.places().isEmpty() ? "nothing was found" : "purged " + occurrences(plan)));
            proof(report, out);
        }
        if (report.shared() > 0) {
            out.println(
                    style.note(
                            Amounts.of(report.shared(), "text")
                                    + " of the purged items are in other items too, and stay there; --pattern replaces them everywhere"));
        }
        if (report.tooShort() > 0) {
            out.println(style.note(Amounts.of(report.tooShort(), "match")
                    + " too short for a search of bytes; they were searched for in decoded texts"));
        }
        session.show(report.unsure());
        if (!report.isComplete() && !report.isDry() && !result.items().isEmpty()) {
            List<String> words = result.items().stream().map(ShellWord::of).toList();
            out.println(style.note("run it again with the whole keys, as the items themselves are gone: aml purge "
                    + Printable.of(String.join(" ", words))));
        }
    }

    private void proof(PurgeReport report, PrintStream out) {
        PurgeReport.Proof proof = report.proof();
        String searched = "searched " + Amounts.of(proof.files(), "file") + " (" + Amounts.size(proof.bytes()) + ")";
        if (proof.holders().isEmpty()) {
            out.println(searched + ": nothing is left" + (proof.unsure().isEmpty() ? "" : " in what can be read"));
        } else {
            out.println(style.warning(searched + ": it is still in"));
            proof.holders().forEach(holder -> out.println("  " + Printable.of(holder)));
        }
        out.println(
                style.note("run " + report.run() + "; not searched: " + String.join(", ", PurgeMemory.outOfReach())));
    }

    private static String occurrences(PurgePlan plan) {
        return Amounts.of(plan.occurrences(), "occurrence") + " in "
                + Amounts.of(plan.places().size(), "place");
    }

    private void places(PurgePlan plan, PrintStream out) {
        if (plan.places().isEmpty()) {
            return;
        }
        Map<List<String>, long[]> sums = new LinkedHashMap<>();
        for (Place place : plan.places()) {
            long[] sum = sums.computeIfAbsent(List.of(place.kind().word(), place.location()), _ -> new long[2]);
            sum[0]++;
            sum[1] += place.count();
        }
        Table table = new Table("what", "#places", "#occurrences", "~where");
        sums.forEach((what, sum) ->
                table.row(what.getFirst(), Amounts.count(sum[0]), Amounts.count(sum[1]), Printable.of(what.getLast())));
        out.print(table.toString(style));
        List<Place> files = plan.places().stream()
                .filter(place -> place.kind() == Place.Kind.STORE)
                .toList();
        int shown = session.isVerbose() ? Integer.MAX_VALUE : LISTED;
        files.stream().limit(shown).forEach(place -> out.println("  " + Printable.of(place.name())));
        if (files.size() > shown) {
            out.println(style.note("and " + Amounts.count(files.size() - shown) + " more; -v lists them"));
        }
    }
}

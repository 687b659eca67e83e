package loom.aml.cli.command;

import java.io.PrintStream;
import java.util.List;
import loom.aml.app.similar.FindSimilar;
import loom.aml.app.text.Amounts;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.Style;
import loom.aml.io.Printable;
import loom.aml.item.ItemTitle;
import loom.aml.merge.ReadPair;
import loom.aml.merge.decide.Aligned;
import loom.aml.store.StoredItem;

/** Prints pairs of similar items with the sentences that differ. */
final class PairPrinter {
    private static final int SHOWN = 3;

    private final Session session;

    PairPrinter(Session session) {
        this.session = session;
    }

    ExitCode print(FindSimilar.Result result, String nothing) {
        session.printJson(result.toJson());
        PrintStream out = session.out();
        result.pairs().forEach(this::print);
        session.show(result.findings());
        Style style = session.style();
        if (result.pairs().isEmpty()) {
            out.println(style.done(nothing));
        } else {
            out.println(style.note(Amounts.of(result.pairs().size(), "pair") + " of " + Amounts.count(result.open())
                    + ": " + result.contradictory() + " contradictory, " + result.same() + " the same, "
                    + result.related() + " related"
                    + (result.rejected() > 0 ? "; " + result.rejected() + " rejected" : "")));
        }
        return RunPrinter.ofFindings(result.findings());
    }

    private void print(ReadPair pair) {
        Style style = session.style();
        PrintStream out = session.out();
        out.println(style.labelled(
                pair.name() + "  ",
                pair.decision().verdict().word() + ": "
                        + Printable.of(pair.decision().reason())));
        out.println(labelled(pair.one()));
        out.println(labelled(pair.other()));
        List<Aligned> differences = pair.decision().differences();
        differences.stream().limit(SHOWN).forEach(one -> {
            if (!one.one().isEmpty()) {
                out.println(style.labelled("    " + one.field() + " - ", Printable.of(one.one())));
            }
            if (!one.other().isEmpty()) {
                out.println(style.labelled("    " + one.field() + " + ", Printable.of(one.other())));
            }
        });
        if (differences.size() > SHOWN) {
            out.println(style.note("    and " + (differences.size() - SHOWN) + " more; --json has all"));
        }
    }

    private String labelled(StoredItem item) {
        return session.style()
                .labelled(
                        "  " + Printable.of(item.key().agent()) + "/"
                                + item.key().kind().word() + " ",
                        ItemLabel.of(item.key().id(), ItemTitle.of(item.fields())));
    }
}

package loom.aml.cli.print;

import java.io.PrintStream;
import loom.aml.app.search.BriefAnswer;
import loom.aml.app.search.BriefAnswer.BriefHit;
import loom.aml.io.Printable;

/** Prints a brief answer: whole ids, titles and one line each, as long as they are, since programs read it too. */
public final class BriefHitsPrinter {
    private BriefHitsPrinter() {}

    public static void print(BriefAnswer answer, PrintStream out) {
        for (BriefHit hit : answer.hits()) {
            out.println(Printable.of(hit.id()) + " " + hit.kind() + " " + Printable.of(hit.title()));
            if (!hit.line().isEmpty()) {
                out.println("  " + Printable.of(hit.line()));
            }
        }
        out.println(Amounts.items(answer.total()) + " found, " + answer.hits().size() + " shown");
    }
}

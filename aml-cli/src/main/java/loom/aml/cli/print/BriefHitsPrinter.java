package loom.aml.cli.print;

import java.io.PrintStream;
import loom.aml.app.search.BriefAnswer;
import loom.aml.app.search.BriefAnswer.BriefHit;
import loom.aml.app.text.Amounts;
import loom.aml.io.Printable;

/** Prints a brief answer: for each item its id, its title and one line. */
public final class BriefHitsPrinter {
    private static final String INDENT = "  ";

    private BriefHitsPrinter() {}

    public static void print(BriefAnswer answer, PrintStream out, Style style) {
        for (BriefHit hit : answer.hits()) {
            out.println(style.bold(Printable.of(hit.id())) + " " + hit.kind());
            below(hit.title(), out, style);
            below(hit.line(), out, style);
        }
        out.println(Amounts.items(answer.total()) + " found, " + answer.hits().size() + " shown");
    }

    private static void below(String text, PrintStream out, Style style) {
        if (!text.isEmpty()) {
            style.lines(Printable.of(text), INDENT.length()).forEach(line -> out.println(INDENT + line));
        }
    }
}

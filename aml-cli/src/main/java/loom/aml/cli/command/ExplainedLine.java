package loom.aml.cli.command;

import loom.aml.cli.print.Lines;
import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Style;
import loom.aml.store.Explanation;

/** One item of {@code --explain}: on one line, for programs that look for it, or on a terminal with its reason under it. */
final class ExplainedLine {
    private ExplainedLine() {}

    static String of(Explanation one, Style style) {
        String id = one.id() == null ? "#" + one.ordinal() : one.id();
        String item = Printable.of(one.file().agent() + "/" + one.file().kind().word() + "/" + id);
        String reason = one.cause().reason().word();
        String why = one.cause().rule() + " " + Printable.of(one.values().toString());
        return style.columns() == Lines.ENDLESS
                ? item + "  " + reason + "  " + style.faint(why)
                : item + "\n" + style.below(reason + ": " + why.replace(",\"", ", \""));
    }
}

package loom.aml.cli.command;

import loom.aml.cli.print.Printable;
import loom.aml.cli.print.Style;
import loom.aml.store.Explanation;

/** One item of {@code --explain} on one line. */
final class ExplainedLine {
    private ExplainedLine() {}

    static String of(Explanation one, Style style) {
        String id = one.id() == null ? "#" + one.ordinal() : one.id();
        return Printable.of(one.file().agent() + "/" + one.file().kind().word() + "/" + id) + "  "
                + one.cause().reason().word() + "  "
                + style.faint(
                        one.cause().rule() + " " + Printable.of(one.values().toString()));
    }
}

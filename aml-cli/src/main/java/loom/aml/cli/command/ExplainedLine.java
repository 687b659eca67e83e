package loom.aml.cli.command;

import loom.aml.cli.print.ItemLabel;
import loom.aml.cli.print.Lines;
import loom.aml.cli.print.Style;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import loom.aml.store.Explanation;

/** An item of {@code --explain}: on one line for programs, or on a terminal with the reason on the next line. */
final class ExplainedLine {
    private ExplainedLine() {}

    /** Returns the line of an item whose missing fields are added. */
    static String completed(JsonObject one, Style style) {
        String id = one.string("id").orElse("#" + one.number("ordinal"));
        String item = Printable.of(
                one.string("agent").orElse("") + "/" + one.string("kind").orElse("") + "/" + id);
        String added = "completed: " + String.join(", ", one.strings("missing"));
        String why = one.string("timestamp_from")
                .map(from -> " (timestamp from " + from + ")")
                .orElse("");
        return style.columns() == Lines.ENDLESS
                ? item + "  " + added + style.faint(why)
                : item + "\n" + style.below(added + why);
    }

    static String of(Explanation one, Style style) {
        String collection =
                Printable.of(one.file().agent() + "/" + one.file().kind().word() + "/");
        String reason = one.cause().reason().word();
        String why = one.cause().rule() + " " + Printable.of(one.values().toString());
        return style.columns() == Lines.ENDLESS
                ? collection + label(one, Printable.of(String.valueOf(one.id()))) + "  " + reason + "  "
                        + style.faint(why)
                : Lines.cut(collection + label(one, ItemLabel.shortId(one.id())), style.columns()) + "\n"
                        + style.below(reason + ": " + why.replace(",\"", ", \""));
    }

    private static String label(Explanation one, String id) {
        return (one.id() == null ? "#" + one.ordinal() : id)
                + (one.title().isEmpty() ? "" : " " + ItemLabel.title(one.title()));
    }
}

package loom.aml.cli.print;

import static loom.aml.item.Field.*;

import java.io.PrintStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import loom.aml.app.text.Amounts;
import loom.aml.io.Printable;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import org.jspecify.annotations.Nullable;

/** Prints one item for people: its subject, its metrics and its content. */
public final class ItemPrinter {
    private static final int LABEL = 14;

    /** The fields of the content, in reading order. */
    private static final List<Said> SAID = List.of(
            new Said("name", FLAT_NAME),
            new Said("type", PATTERN_TYPE),
            new Said("technique", APPROACH_TECHNIQUE),
            new Said("why", APPROACH_RATIONALE),
            new Said("when", WHEN_APPLICABLE),
            new Said("when not", WHEN_NOT_APPLICABLE),
            new Said("error", PROBLEM_ERROR_TYPE),
            new Said("message", PROBLEM_ERROR_MESSAGE),
            new Said("cause", SOLUTION_ROOT_CAUSE),
            new Said("fix", SOLUTION_FIX_APPROACH),
            new Said("prevention", SOLUTION_PREVENTION),
            new Said("type", DECISION_TYPE),
            new Said("question", DECISION_QUESTION),
            new Said("chosen", DECISION_CHOSEN_OPTION),
            new Said("type", FLAT_TYPE),
            new Said("about", DESCRIPTION),
            new Said("links", TARGET),
            new Said("known", OBSERVATIONS),
            new Said("tags", TAGS));

    private static final Set<Field> LISTS = EnumSet.of(WHEN_APPLICABLE, WHEN_NOT_APPLICABLE, TAGS, OBSERVATIONS);

    private final Style style;
    private final PrintStream out;
    private final Instant now;

    /** A field with its label. */
    private record Said(String label, Field field) {}

    public ItemPrinter(Style style, PrintStream out, Instant now) {
        this.style = style;
        this.out = out;
        this.now = now;
    }

    public void print(String agent, Item item) {
        out.println(style.bold(item.kind().word() + " " + Printable.of(String.valueOf(item.id()))) + "  of "
                + Printable.of(agent));
        for (Said said : SAID) {
            line(
                    said.label,
                    LISTS.contains(said.field) ? String.join("; ", item.strings(said.field)) : item.text(said.field));
        }
        if (item.kind() == ItemKind.PATTERN) {
            share("confidence", item.confidence());
            share("success", item.successRate());
            line("executions", Amounts.count(Math.round(item.executions())));
            line("value", String.format(Locale.ROOT, "%.2f", ValueScore.of(item)));
            time("last used", item.lastUsed());
        }
        item.worked().ifPresent(worked -> line("worked", worked ? "yes" : "no"));
        item.wouldRepeat().ifPresent(again -> line("again", again ? "yes" : "no"));
        share("outcome", item.kind() == ItemKind.DECISION ? item.meanSuccess() : OptionalDouble.empty());
        time("recorded", item.timestamp());
        if (!item.isActive()) {
            line("active", "no");
        }
        String text = item.kind().isOfRuntime() ? null : item.text(TEXT);
        if (text != null) {
            out.println();
            text.strip().lines().forEach(line -> out.println("  " + Printable.of(line)));
            out.println();
        }
    }

    private void line(String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            String padded = "  " + label + " ".repeat(Math.max(1, LABEL - label.length()));
            out.println(style.labelled(padded, Printable.of(value)));
        }
    }

    private void share(String label, OptionalDouble value) {
        if (value.isPresent()) {
            line(label, String.format(Locale.ROOT, "%.2f", value.getAsDouble()));
        }
    }

    private void time(String label, @Nullable Instant time) {
        if (time != null) {
            line(label, time + ", " + Amounts.ago(time, now));
        }
    }
}

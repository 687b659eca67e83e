package loom.aml.cli.print;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import loom.aml.app.text.Amounts;
import loom.aml.io.Printable;
import loom.aml.store.Finding;

/** Prints findings briefly: problems first, and a few examples of each kind. */
public final class FindingsPrinter {
    private static final int OF_A_KIND = 3;

    private final Style style;
    private final int most;

    public FindingsPrinter(Style style) {
        this(style, OF_A_KIND);
    }

    private FindingsPrinter(Style style, int most) {
        this.style = style;
        this.most = most;
    }

    /** Prints one example of each kind. */
    public static FindingsPrinter ofExamples(Style style) {
        return new FindingsPrinter(style, 1);
    }

    /** Prints each finding. */
    public static FindingsPrinter ofAll(Style style) {
        return new FindingsPrinter(style, Integer.MAX_VALUE);
    }

    public void print(List<Finding> findings, PrintStream out) {
        Map<Finding.Kind, List<Finding>> byKind = findings.stream()
                .collect(Collectors.groupingBy(
                        Finding::kind, () -> new EnumMap<>(Finding.Kind.class), Collectors.toList()));
        byKind.forEach((_, some) -> {
            if (some.size() > 1 && isSaidOfAll(some)) {
                together(some, out);
            } else {
                oneByOne(some, out);
            }
            String advice = some.getFirst().advice();
            if (!advice.isEmpty()) {
                out.println(style.below(advice));
            }
        });
    }

    private static boolean isSaidOfAll(List<Finding> some) {
        String what = some.getFirst().what();
        return some.stream()
                .allMatch(finding ->
                        finding.what().equals(what) && finding.offset().isEmpty());
    }

    private void together(List<Finding> some, PrintStream out) {
        out.println(mark(
                some.getFirst(),
                Amounts.of(some.size(), "time") + ": "
                        + Printable.of(some.getFirst().what())));
        first(some).forEach(finding -> out.println(fitted("    " + place(finding), finding)));
        rest(some, "    ", out);
    }

    private void oneByOne(List<Finding> some, PrintStream out) {
        for (Finding finding : first(some)) {
            String offset = finding.offset().isPresent()
                    ? " at byte " + finding.offset().getAsLong()
                    : "";
            out.println(mark(finding, place(finding) + ": " + Printable.of(finding.what()) + offset));
        }
        rest(some, "  ", out);
    }

    /** Returns the place of a finding; of an item, a short id and the title. */
    private static String place(Finding finding) {
        String where = finding.where();
        int id = where.lastIndexOf('/') + 1;
        return finding.title().isEmpty()
                ? Printable.of(where)
                : Printable.of(where.substring(0, id)) + ItemLabel.of(where.substring(id), finding.title());
    }

    /** Cuts a title that does not fit on the line; a path is never cut. */
    private String fitted(String line, Finding finding) {
        return finding.title().isEmpty() ? line : Lines.cut(line, style.columns());
    }

    private List<Finding> first(List<Finding> some) {
        return some.subList(0, Math.min(most, some.size()));
    }

    private void rest(List<Finding> some, String indent, PrintStream out) {
        if (some.size() > most) {
            out.println(indent + "and " + Amounts.count(some.size() - most) + " more; -v lists them");
        }
    }

    private String mark(Finding finding, String line) {
        return finding.isProblem() ? style.warning(line) : style.note(line);
    }
}

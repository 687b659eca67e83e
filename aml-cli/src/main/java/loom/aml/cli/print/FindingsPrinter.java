package loom.aml.cli.print;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import loom.aml.store.Finding;

/** Prints findings so that a thousand of a kind take as little room as five: problems first, a few of each kind. */
public final class FindingsPrinter {
    private static final int OF_A_KIND = 3;

    private final Style style;

    public FindingsPrinter(Style style) {
        this.style = style;
    }

    public void print(List<Finding> findings, PrintStream out) {
        Map<Finding.Kind, List<Finding>> byKind = findings.stream()
                .collect(Collectors.groupingBy(
                        Finding::kind, () -> new EnumMap<>(Finding.Kind.class), Collectors.toList()));
        byKind.forEach((_, some) -> print(some, out, some.getFirst().isProblem()));
    }

    private void print(List<Finding> some, PrintStream out, boolean isProblem) {
        for (Finding finding : some.subList(0, Math.min(OF_A_KIND, some.size()))) {
            String place = finding.offset().isPresent() ? " at byte " + finding.offset().getAsLong() : "";
            String line = Printable.of(finding.where()) + ": " + Printable.of(finding.what()) + place;
            out.println(isProblem ? style.warning(line) : style.note(line));
        }
        if (some.size() > OF_A_KIND) {
            out.println("  and " + Amounts.count(some.size() - OF_A_KIND) + " more of this kind; --json lists them");
        }
        String advice = some.getFirst().advice();
        if (!advice.isEmpty()) {
            out.println("  " + style.faint(advice));
        }
    }
}

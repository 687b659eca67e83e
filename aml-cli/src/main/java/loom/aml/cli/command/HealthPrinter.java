package loom.aml.cli.command;

import java.io.PrintStream;
import java.util.List;
import loom.aml.cli.Session;
import loom.aml.cli.print.Style;
import loom.aml.io.Printable;
import loom.aml.monitor.Health;

/** Prints the checks of a store's health. */
final class HealthPrinter {
    /** The column at which the text of a check begins. */
    private static final int MARGIN = 19;

    private HealthPrinter() {}

    static void print(Health health, Session session) {
        Style style = session.style();
        health.checks().forEach(check -> print(check, session.out(), style));
        session.out()
                .println(marked(health.status(), "health: " + health.status().word(), style));
    }

    /** Prints the checks that did not pass, and the status. */
    static void printProblems(Health health, Session session) {
        health.checks().stream()
                .filter(check -> check.status() != Health.Status.HEALTHY)
                .forEach(check -> print(check, session.out(), session.style()));
        session.out()
                .println(marked(health.status(), "health: " + health.status().word(), session.style()));
    }

    private static void print(Health.Check check, PrintStream out, Style style) {
        String margin = " ".repeat(MARGIN);
        List<String> seen = style.lines(Printable.of(check.seen()), MARGIN);
        String name =
                check.name() + " ".repeat(Math.max(1, MARGIN - 4 - check.name().length()));
        out.println("  " + marked(check.status(), name + seen.getFirst(), style));
        seen.stream().skip(1).forEach(line -> out.println(margin + line));
        if (!check.limit().isEmpty()) {
            style.lines("limit: " + Printable.of(check.limit()), MARGIN)
                    .forEach(line -> out.println(margin + style.faint(line)));
        }
        if (!check.advice().isEmpty()) {
            style.lines("do: " + Printable.of(check.advice()), MARGIN).forEach(line -> out.println(margin + line));
        }
    }

    private static String marked(Health.Status status, String text, Style style) {
        return switch (status) {
            case HEALTHY -> style.done(text);
            case WARNING -> style.warning(text);
            case CRITICAL -> style.failure(text);
            case UNKNOWN -> style.note(text);
        };
    }
}

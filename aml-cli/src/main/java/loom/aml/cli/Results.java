package loom.aml.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import loom.aml.cli.print.FindingsPrinter;
import loom.aml.cli.print.Style;
import loom.aml.store.Finding;

/** Results for people, on standard output. With {@code --quiet} and {@code --json} they are not printed. */
final class Results {
    private final PrintStream out;
    private final Environment environment;
    private final Messages messages;
    private final JsonDocument json;
    private boolean quiet;
    private boolean plain;

    Results(PrintStream out, Environment environment, Messages messages, JsonDocument json) {
        this.out = out;
        this.environment = environment;
        this.messages = messages;
        this.json = json;
    }

    void quiet(boolean silently) {
        quiet = silently;
    }

    void omitColour(boolean withoutColour) {
        plain = withoutColour;
    }

    boolean isSeen() {
        return !json.isRequested() && !quiet;
    }

    PrintStream out() {
        return isSeen() ? out : new PrintStream(OutputStream.nullOutputStream());
    }

    Style style() {
        return TerminalStyle.of(environment, TerminalStyle.OUT, plain);
    }

    void show(List<Finding> findings) {
        if (!quiet) {
            new FindingsPrinter(style()).print(findings, out());
        } else {
            new FindingsPrinter(messages.style())
                    .print(findings.stream().filter(Finding::isProblem).toList(), messages.stream());
        }
    }
}

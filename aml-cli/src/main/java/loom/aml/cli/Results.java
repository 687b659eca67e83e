package loom.aml.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import loom.aml.app.text.Amounts;
import loom.aml.cli.print.FindingsPrinter;
import loom.aml.cli.print.Style;
import loom.aml.run.KnownFindings;
import loom.aml.store.Finding;

/** Prints results for people to standard output, except with {@code --quiet} and {@code --json}. */
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

    boolean hasScreen() {
        return isSeen() && TerminalStyle.isScreen(environment, TerminalStyle.OUT);
    }

    PrintStream out() {
        return isSeen() ? out : new PrintStream(OutputStream.nullOutputStream());
    }

    OutputStream protocol() {
        return new ProtocolOutput(out);
    }

    Style style() {
        return TerminalStyle.of(environment, TerminalStyle.OUT, plain);
    }

    /**
     * Prints new findings and the number of those known from the last run, or all findings if details were requested.
     *
     * @param isShort whether to show one example of each kind
     */
    void show(List<Finding> findings, KnownFindings known, boolean isShort) {
        if (quiet || messages.isVerbose()) {
            show(findings);
            return;
        }
        List<Finding> unknown = known.unknown(findings);
        (isShort ? FindingsPrinter.ofExamples(style()) : new FindingsPrinter(style())).print(unknown, out());
        int rest = findings.size() - unknown.size();
        if (rest > 0) {
            out().println(style().note(
                            (unknown.isEmpty() ? "" : "and ") + Amounts.of(rest, "known finding") + " (-v)"));
        }
    }

    void show(List<Finding> findings) {
        if (!quiet) {
            (messages.isVerbose() ? FindingsPrinter.ofAll(style()) : new FindingsPrinter(style()))
                    .print(findings, out());
        } else {
            new FindingsPrinter(messages.style())
                    .print(findings.stream().filter(Finding::isProblem).toList(), messages.stream());
        }
    }
}

package loom.aml.cli;

import loom.aml.cli.print.Lines;
import loom.aml.cli.print.Style;

/** Selects colour and width for standard output or standard error. */
final class TerminalStyle {
    /** The variables by which the launcher reports that standard output or standard error is a terminal. */
    static final String OUT = "LOOM_AML_OUT_TERMINAL";

    static final String ERR = "LOOM_AML_ERR_TERMINAL";

    private TerminalStyle() {}

    static Style of(Environment environment, String terminal, boolean plain) {
        boolean coloured = isScreen(environment, terminal)
                && !plain
                && environment.variable("NO_COLOR").isEmpty();
        return new Style(coloured, columnsOf(environment, terminal));
    }

    /** Returns whether an output is a terminal that understands control sequences. */
    static boolean isScreen(Environment environment, String terminal) {
        return environment.has(terminal)
                && !environment.variable("TERM").orElse("").equals("dumb");
    }

    /** Output to a file or a program is not wrapped: each line there is a message. */
    private static int columnsOf(Environment environment, String terminal) {
        if (!environment.has(terminal)) {
            return Lines.ENDLESS;
        }
        String columns = environment.variable("COLUMNS").orElse("");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : Lines.COLUMNS;
    }
}

package loom.aml.cli.print;

import java.util.List;
import java.util.stream.Collectors;
import loom.aml.io.Printable;

/**
 * Marks lines with a symbol and, if the terminal supports it, a colour, but never with a colour alone. Wraps marked
 * text with a hanging indent.
 *
 * @param columns the width of the terminal; {@link Lines#ENDLESS} for other output
 */
public record Style(boolean isColoured, int columns) {
    private static final int MARK = 2;

    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final String FAINT = "2";
    private static final String BOLD = "1";

    /** The style of output that is not a terminal. */
    public Style(boolean isColoured) {
        this(isColoured, Lines.ENDLESS);
    }

    public String done(String text) {
        return marked(GREEN, "✓ ", text);
    }

    public String warning(String text) {
        return marked(YELLOW, "! ", text);
    }

    public String failure(String text) {
        return marked(RED, "✗ ", text);
    }

    /** Returns a line of information that does not require action. */
    public String note(String text) {
        return marked(FAINT, "· ", text);
    }

    public String faint(String text) {
        return paint(FAINT, text);
    }

    public String bold(String text) {
        return paint(BOLD, text);
    }

    /**
     * Returns a text, wrapped to fit behind an indent.
     *
     * @param indent the number of columns that will precede each line
     */
    public List<String> lines(String text, int indent) {
        return Lines.of(text, indent, columns);
    }

    /** Returns text below a marked line, such as advice. */
    public String below(String text) {
        return lines(text, MARK).stream()
                .map(line -> " ".repeat(MARK) + faint(line))
                .collect(Collectors.joining("\n"));
    }

    /** Returns a text after a faint label, with a hanging indent. */
    public String labelled(String label, String text) {
        int indent = Width.of(label);
        return faint(label) + String.join("\n" + " ".repeat(indent), lines(text, indent));
    }

    private String marked(String code, String mark, String text) {
        return paint(code, mark) + String.join("\n" + " ".repeat(MARK), lines(Printable.of(text), MARK));
    }

    private String paint(String code, String text) {
        return isColoured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

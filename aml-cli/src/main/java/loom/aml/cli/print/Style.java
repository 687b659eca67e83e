package loom.aml.cli.print;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Marks with a symbol and, on a terminal that can, a colour: never a colour alone. What is marked is broken into lines that fit,
 * under each other.
 *
 * @param columns the width of the terminal; {@link Lines#ENDLESS} if it is none
 */
public record Style(boolean isColoured, int columns) {
    private static final int MARK = 2;

    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final String FAINT = "2";
    private static final String BOLD = "1";

    /** One for what is no terminal. */
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

    /** Something to know that needs no doing. */
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
     * A text in lines that fit behind an indent.
     *
     * @param indent columns that will stand before each line
     */
    public List<String> lines(String text, int indent) {
        return Lines.of(text, indent, columns);
    }

    /** What is to be said under a marked line: advice, or where more is to be found. */
    public String below(String text) {
        return lines(text, MARK).stream()
                .map(line -> " ".repeat(MARK) + faint(line))
                .collect(Collectors.joining("\n"));
    }

    /** A text behind a faint label, with its further lines under its first. */
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

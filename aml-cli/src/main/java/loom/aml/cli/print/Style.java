package loom.aml.cli.print;

/** Marks with a symbol and, on a terminal that can, a colour: never a colour alone. */
public record Style(boolean isColoured) {
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final String FAINT = "2";
    private static final String BOLD = "1";

    public String done(String text) {
        return paint(GREEN, "✓ ") + text;
    }

    public String warning(String text) {
        return paint(YELLOW, "! ") + text;
    }

    public String failure(String text) {
        return paint(RED, "✗ ") + text;
    }

    /** Something to know that needs no doing. */
    public String note(String text) {
        return paint(FAINT, "· ") + text;
    }

    public String faint(String text) {
        return paint(FAINT, text);
    }

    public String bold(String text) {
        return paint(BOLD, text);
    }

    private String paint(String code, String text) {
        return isColoured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

package loom.aml.cli.print;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit a terminal, broken at blanks. */
public final class Lines {
    /** The width of a terminal that does not tell its own. */
    public static final int COLUMNS = 80;

    /** The width of what is no terminal. */
    public static final int ENDLESS = Integer.MAX_VALUE;

    private Lines() {}

    /**
     * Breaks a text; a word that is too long for a line has one to itself. What begins with a blank is laid out already, such as a
     * mark under a mistake, and stays as it is.
     *
     * @param indent columns that stand before each line
     * @param columns the width of the terminal
     */
    public static List<String> of(String text, int indent, int columns) {
        if (columns == ENDLESS || text.startsWith(" ")) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int width = 0;
        for (String word : text.split(" ", -1)) {
            int more = Width.of(word);
            if (width > 0 && indent + width + 1 + more > columns) {
                lines.add(line.toString());
                line.setLength(0);
                width = 0;
            }
            width += (line.isEmpty() ? 0 : 1) + more;
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A text that is cut off where it is wider than so many columns. */
    static String cut(String text, int columns) {
        if (Width.of(text) <= columns) {
            return text;
        }
        int end = text.length();
        while (Width.of(text.substring(0, end)) >= columns) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + "…";
    }
}

package loom.aml.cli.print;

import java.util.ArrayList;
import java.util.List;

/** Wraps text at blanks to the width of a terminal. */
public final class Lines {
    /** The width of a terminal that does not report it. */
    public static final int COLUMNS = 80;

    /** The width of output that is not a terminal. */
    public static final int ENDLESS = Integer.MAX_VALUE;

    private Lines() {}

    /**
     * Wraps a text; a word that exceeds the width gets its own line. Lines with a leading blank, such as a mark under a
     * mistake, are preformatted and not changed.
     *
     * @param indent the number of columns before each line
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

    /** Returns a text, truncated to a number of columns. */
    public static String cut(String text, int columns) {
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

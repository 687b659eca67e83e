package loom.aml.cli.print;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit a terminal of eighty columns, broken at blanks. */
public final class Lines {
    private static final int COLUMNS = 80;

    private Lines() {}

    /**
     * Breaks a text; a word that is too long for a line has one to itself.
     *
     * @param indent columns that stand before each line
     */
    public static List<String> of(String text, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int width = 0;
        for (String word : text.split(" ", -1)) {
            int more = Width.of(word);
            if (width > 0 && indent + width + 1 + more > COLUMNS) {
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
}

package loom.aml.exchange;

import java.util.ArrayList;
import java.util.List;

/** A list in Markdown: one line an element, further lines of an element indented. */
final class Bullets {
    private static final String BULLET = "- ";
    private static final String INDENTATION = "  ";

    private Bullets() {}

    static String of(List<String> texts) {
        StringBuilder list = new StringBuilder();
        for (String text : texts) {
            list.append(list.isEmpty() ? "" : "\n").append(BULLET).append(text.replace("\n", "\n" + INDENTATION));
        }
        return list.toString();
    }

    /** Returns the elements. A line that is neither a bullet nor indented is an element of its own. */
    static List<String> read(String list) {
        List<String> texts = new ArrayList<>();
        for (String line : list.split("\n", -1)) {
            if (line.startsWith(BULLET)) {
                texts.add(line.substring(BULLET.length()));
            } else if (line.startsWith(INDENTATION) && !texts.isEmpty()) {
                texts.set(texts.size() - 1, texts.getLast() + "\n" + line.substring(INDENTATION.length()));
            } else if (!line.isBlank()) {
                texts.add(line);
            }
        }
        return texts;
    }
}

package loom.aml.stale.mention;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders that the headings and list items around a line name, which paths in it may be relative to.
 *
 * <pre>
 *   ## Tracker (`tracker/`)              a folder of the section
 *   - `src/main/` - the program          a folder of the item, and of those below it
 *     - `core/card.py` - a card          within both
 * </pre>
 */
final class Outline {
    private static final String FOLDER = "((?:[\\w.@-]+/)+)";
    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s.*");
    private static final Pattern IN_HEADING = Pattern.compile("[`(]" + FOLDER + "[`)]");
    private static final Pattern ITEM = Pattern.compile("(\\s*)(?:[-*+]|\\d{1,3}[.)])\\s+(.*)");
    private static final Pattern AT_START = Pattern.compile("(?:\\[[ xX]]\\s+)?[*_]{0,3}`" + FOLDER + "`.*");

    /** @param level the level of a heading, or the indentation of a list item in characters */
    private record Part(int level, List<String> folders) {}

    private final Deque<Part> headings = new ArrayDeque<>();
    private final Deque<Part> items = new ArrayDeque<>();

    /** Reads a line outside code blocks, and returns the folders around its content, its own included. */
    List<String> line(String raw) {
        Matcher heading = HEADING.matcher(raw);
        Matcher item = ITEM.matcher(raw);
        if (heading.matches()) {
            items.clear();
            push(headings, heading.group(1).length(), IN_HEADING.matcher(raw));
        } else if (item.matches()) {
            push(items, item.group(1).length(), AT_START.matcher(item.group(2)));
        } else if (!raw.isBlank() && !Character.isWhitespace(raw.charAt(0))) {
            items.clear();
        }
        List<String> folders = new ArrayList<>();
        headings.descendingIterator().forEachRemaining(part -> folders.addAll(part.folders));
        items.descendingIterator().forEachRemaining(part -> folders.addAll(part.folders));
        return folders;
    }

    private static void push(Deque<Part> parts, int level, Matcher folder) {
        while (!parts.isEmpty() && parts.peek().level >= level) {
            parts.pop();
        }
        parts.push(new Part(level, folder.find() ? List.of(folder.group(1)) : List.of()));
    }
}

package loom.aml.cli.print;

import java.io.PrintStream;
import java.util.List;
import loom.aml.app.text.Amounts;
import loom.aml.io.Printable;

/**
 * Prints a line diff of JSON: {@code -} for removed lines, {@code +} for added lines, with the adjacent unchanged lines
 * as context. Trailing commas are ignored.
 */
public final class ChangedLines {
    private static final int BESIDE = 1;

    /** The maximum number of pairs of lines to compare; a larger difference is printed as one block. */
    private static final long MOST_PAIRS = 4_000_000;

    private final List<String> before;
    private final List<String> after;
    private final Style style;
    private final PrintStream out;
    private int staying;

    private ChangedLines(List<String> before, List<String> after, Style style, PrintStream out) {
        this.before = before;
        this.after = after;
        this.style = style;
        this.out = out;
    }

    /** Prints the difference between two texts. */
    public static void print(String before, String after, Style style, PrintStream out) {
        new ChangedLines(before.lines().toList(), after.lines().toList(), style, out).print();
    }

    private void print() {
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && isSame(head, head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && isSame(before.size() - 1 - tail, after.size() - 1 - tail)) {
            tail++;
        }
        staying = head;
        middle(head, before.size() - tail, after.size() - tail);
        staying += tail;
        flush(before.size(), true);
    }

    private boolean isSame(int line, int other) {
        return withoutComma(before.get(line)).equals(withoutComma(after.get(other)));
    }

    private static String withoutComma(String line) {
        return line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
    }

    /** Prints the differing lines along a longest common subsequence. */
    private void middle(int from, int beforeEnd, int afterEnd) {
        int[][] common = common(from, beforeEnd, afterEnd);
        int i = from;
        int j = from;
        while (i < beforeEnd || j < afterEnd) {
            if (common.length > 0 && i < beforeEnd && j < afterEnd && isSame(i, j)) {
                staying++;
                i++;
                j++;
            } else if (i < beforeEnd
                    && (j == afterEnd
                            || common.length == 0
                            || common[i + 1 - from][j - from] >= common[i - from][j + 1 - from])) {
                flush(i, false);
                out.println("  " + style.bold("-") + " " + Printable.of(before.get(i)));
                i++;
            } else {
                flush(i, false);
                out.println("  " + style.bold("+") + " " + Printable.of(after.get(j)));
                j++;
            }
        }
    }

    /** Returns the lengths of the longest common subsequences of the remaining lines, by start; empty if too large. */
    private int[][] common(int from, int beforeEnd, int afterEnd) {
        int rows = beforeEnd - from;
        int columns = afterEnd - from;
        if ((long) rows * columns > MOST_PAIRS) {
            return new int[0][];
        }
        int[][] common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                common[i][j] = isSame(from + i, from + j)
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /** Prints the unchanged lines beside a change, and the number of the others. */
    private void flush(int line, boolean isLast) {
        int first = line - staying;
        int top = first == 0 ? 0 : Math.min(BESIDE, staying);
        int bottom = isLast ? 0 : Math.min(BESIDE, staying - top);
        for (int i = first; i < first + top; i++) {
            beside(i);
        }
        int left = staying - top - bottom;
        if (left > 0) {
            out.println("    " + style.faint("(" + Amounts.of(left, "line") + " as before)"));
        }
        for (int i = line - bottom; i < line; i++) {
            beside(i);
        }
        staying = 0;
    }

    private void beside(int line) {
        out.println("    " + style.faint(Printable.of(before.get(line))));
    }
}

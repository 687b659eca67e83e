package loom.aml.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Columns that stand under each other: words to the left, numbers to the right, the last row apart if it is a sum. */
public final class Table {
    private static final Set<String> IDLE = Set.of("", "0", "0 B");

    private static final String CUT = "~";
    private static final int GAP = 2;
    private static final int LEAST = 8;

    private final List<String> header;
    private final List<Boolean> rightAligned = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private int yielding = -1;

    /**
     * @param columns the headings; one that begins with {@code >} is of a column of numbers, one that begins with {@code ~} of
     *     words that are cut where the terminal is too narrow
     */
    public Table(String... columns) {
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            boolean isNumber = column.startsWith(">");
            boolean isCut = column.startsWith(CUT);
            rightAligned.add(isNumber);
            names.add(isNumber || isCut ? column.substring(1) : column);
            if (isCut) {
                yielding = names.size() - 1;
            }
        }
        header = List.copyOf(names);
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The same table without the columns that say nothing: all cells are empty, or 0. */
    public Table withoutIdleColumns() {
        List<Integer> busy = IntStream.range(0, header.size())
                .filter(i -> rows.stream().anyMatch(row -> !IDLE.contains(row.get(i))))
                .boxed()
                .toList();
        Table table = new Table(busy.stream()
                .map(i -> (rightAligned.get(i) ? ">" : i == yielding ? CUT : "") + header.get(i))
                .toArray(String[]::new));
        rows.forEach(row -> table.row(busy.stream().map(row::get).toArray(String[]::new)));
        return table;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines of the table, each indented by two blanks. */
    public String toString(Style style) {
        int[] widths = new int[header.size()];
        widen(widths, header);
        rows.forEach(row -> widen(widths, row));
        narrow(widths, style.columns());
        StringBuilder text = new StringBuilder(style.faint(line(header, widths))).append('\n');
        rows.forEach(row -> text.append(line(row, widths)).append('\n'));
        return text.toString();
    }

    private void narrow(int[] widths, int columns) {
        int width = IntStream.of(widths).map(column -> GAP + column).sum();
        if (yielding >= 0 && width > columns) {
            widths[yielding] = Math.max(Math.min(LEAST, widths[yielding]), widths[yielding] - (width - columns));
        }
    }

    private static String cut(String cell, int width) {
        if (Width.of(cell) <= width) {
            return cell;
        }
        int end = cell.length();
        while (Width.of(cell.substring(0, end)) >= width) {
            end = cell.offsetByCodePoints(end, -1);
        }
        return cell.substring(0, end).stripTrailing() + "…";
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], Width.of(cells.get(i)));
        }
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = i == yielding ? cut(cells.get(i), widths[i]) : cells.get(i);
            String padding = " ".repeat(widths[i] - Width.of(cell));
            line.append("  ").append(rightAligned.get(i) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}

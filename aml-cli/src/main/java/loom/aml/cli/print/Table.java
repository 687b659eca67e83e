package loom.aml.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Columns that stand under each other: words to the left, numbers to the right, the last row apart if it is a sum. */
public final class Table {
    private static final Set<String> IDLE = Set.of("", "0", "0 B");

    private final List<String> header;
    private final List<Boolean> rightAligned = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param columns the headings; one that begins with {@code >} is of a column of numbers
     */
    public Table(String... columns) {
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            boolean isNumber = column.startsWith(">");
            rightAligned.add(isNumber);
            names.add(isNumber ? column.substring(1) : column);
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
                .map(i -> (rightAligned.get(i) ? ">" : "") + header.get(i))
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
        StringBuilder text = new StringBuilder(style.faint(line(header, widths))).append('\n');
        rows.forEach(row -> text.append(line(row, widths)).append('\n'));
        return text.toString();
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], Width.of(cells.get(i)));
        }
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - Width.of(cell));
            line.append("  ").append(rightAligned.get(i) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}

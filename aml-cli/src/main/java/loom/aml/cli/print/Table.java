package loom.aml.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loom.aml.io.Printable;

/**
 * A table with left-aligned words and right-aligned numbers. If the terminal is too narrow, some columns are truncated,
 * wrapped, or printed below their row.
 */
public final class Table {
    private static final Set<String> IDLE = Set.of("", "0", "0 B");

    private static final int GAP = 2;
    private static final int LEAST = 8;
    private static final int INDENT_BELOW = 6;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private enum Kind {
        WORDS(""),
        NUMBER(">"),
        CUT("~"),
        BROKEN("&"),
        BELOW("_");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }
    }

    private record Column(Kind kind, String heading) {
        static Column of(String text) {
            for (Kind kind : Kind.values()) {
                if (kind != Kind.WORDS && text.startsWith(kind.mark)) {
                    return new Column(kind, text.substring(kind.mark.length()));
                }
            }
            return new Column(Kind.WORDS, text);
        }

        boolean yields() {
            return kind == Kind.CUT || kind == Kind.BROKEN;
        }

        /** Returns the lines of a cell for a width. */
        List<String> fitted(String cell, int width) {
            return switch (kind) {
                case CUT -> List.of(Lines.cut(cell, width));
                case BROKEN -> Lines.of(cell, 0, width);
                case WORDS, NUMBER, BELOW -> List.of(cell);
            };
        }

        String padded(String text, int width) {
            String padding = " ".repeat(Math.max(0, width - Width.of(text)));
            return kind == Kind.NUMBER ? padding + text : text + padding;
        }
    }

    /**
     * @param headings the headings; the prefix {@code >} marks a column of numbers, {@code ~} one that may be truncated,
     *     {@code &} one that may be wrapped, and {@code _} one that may be printed below its row, without its heading
     */
    public Table(String... headings) {
        this(List.of(headings).stream().map(Column::of).toList());
    }

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** Adds a row. Its cells are escaped, because most of them come from a store. */
    public Table row(String... cells) {
        rows.add(Stream.of(cells).map(Printable::of).toList());
        return this;
    }

    /** Returns the table without columns whose cells are all empty or 0. */
    public Table withoutIdleColumns() {
        List<Integer> busy = IntStream.range(0, columns.size())
                .filter(i -> rows.stream().anyMatch(row -> !IDLE.contains(row.get(i))))
                .boxed()
                .toList();
        return only(busy);
    }

    private Table only(List<Integer> shown) {
        Table table = new Table(shown.stream().map(columns::get).toList());
        rows.forEach(row -> table.row(shown.stream().map(row::get).toArray(String[]::new)));
        return table;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns the lines of the table, indented by two blanks. */
    public String toString(Style style) {
        int[] widths = widths();
        if (excess(widths, style.columns()) <= 0) {
            return toString(style, widths, List.of());
        }
        List<Integer> below = columnsBelow(true);
        Table beside = below.isEmpty() ? this : only(columnsBelow(false));
        int[] narrowed = beside.widths();
        beside.narrow(narrowed, style.columns());
        return beside.toString(style, narrowed, below.isEmpty() ? List.of() : only(below).rows);
    }

    private List<Integer> columnsBelow(boolean isBelow) {
        return IntStream.range(0, columns.size())
                .filter(i -> (columns.get(i).kind == Kind.BELOW) == isBelow)
                .boxed()
                .toList();
    }

    /** @param below the cells to print below each row, or an empty list */
    private String toString(Style style, int[] widths, List<List<String>> below) {
        StringBuilder text = new StringBuilder();
        lines(headings(), widths).forEach(line -> text.append(style.faint(line)).append('\n'));
        for (int i = 0; i < rows.size(); i++) {
            lines(rows.get(i), widths).forEach(line -> text.append(line).append('\n'));
            for (String cell : below.isEmpty() ? List.<String>of() : below.get(i)) {
                appendBelow(cell, style, text);
            }
        }
        return text.toString();
    }

    private static void appendBelow(String cell, Style style, StringBuilder text) {
        if (!cell.isEmpty()) {
            style.lines(cell, INDENT_BELOW)
                    .forEach(line ->
                            text.append(" ".repeat(INDENT_BELOW)).append(line).append('\n'));
        }
    }

    private List<String> headings() {
        return columns.stream().map(Column::heading).toList();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        widen(widths, headings());
        rows.forEach(row -> widen(widths, row));
        return widths;
    }

    private static int excess(int[] widths, int terminal) {
        return IntStream.of(widths).map(width -> GAP + width).sum() - terminal;
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], Width.of(cells.get(i)));
        }
    }

    /** Shrinks the widest column that may shrink, then the next. */
    private void narrow(int[] widths, int terminal) {
        int missing = excess(widths, terminal);
        while (missing > 0) {
            int widest = IntStream.range(0, widths.length)
                    .filter(i -> columns.get(i).yields() && widths[i] > LEAST)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElse(-1);
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            missing--;
        }
    }

    private List<String> lines(List<String> row, int[] widths) {
        List<List<String>> fitted = IntStream.range(0, row.size())
                .mapToObj(i -> columns.get(i).fitted(row.get(i), widths[i]))
                .toList();
        int height = fitted.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, height)
                .mapToObj(at -> line(
                        fitted.stream()
                                .map(cell -> at < cell.size() ? cell.get(at) : "")
                                .toList(),
                        widths))
                .toList();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(" ".repeat(GAP)).append(columns.get(i).padded(cells.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }
}

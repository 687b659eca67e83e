package loom.aml.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A table with left-aligned words and right-aligned numbers. If the terminal is too narrow, some columns are truncated
 * or wrapped.
 */
public final class Table {
    private static final Set<String> IDLE = Set.of("", "0", "0 B");

    private static final int GAP = 2;
    private static final int LEAST = 8;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private enum Kind {
        WORDS(""),
        NUMBER(">"),
        CUT("~"),
        BROKEN("&");

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
                case WORDS, NUMBER -> List.of(cell);
            };
        }

        String padded(String text, int width) {
            String padding = " ".repeat(Math.max(0, width - Width.of(text)));
            return kind == Kind.NUMBER ? padding + text : text + padding;
        }
    }

    /**
     * @param headings the headings; the prefix {@code >} marks a column of numbers, {@code ~} one that may be truncated,
     *     and {@code &} one that may be wrapped
     */
    public Table(String... headings) {
        this(List.of(headings).stream().map(Column::of).toList());
    }

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Returns the table without columns whose cells are all empty or 0. */
    public Table withoutIdleColumns() {
        List<Integer> busy = IntStream.range(0, columns.size())
                .filter(i -> rows.stream().anyMatch(row -> !IDLE.contains(row.get(i))))
                .boxed()
                .toList();
        Table table = new Table(busy.stream().map(columns::get).toList());
        rows.forEach(row -> table.row(busy.stream().map(row::get).toArray(String[]::new)));
        return table;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns the lines of the table, indented by two blanks. */
    public String toString(Style style) {
        List<String> header = columns.stream().map(Column::heading).toList();
        int[] widths = new int[columns.size()];
        widen(widths, header);
        rows.forEach(row -> widen(widths, row));
        narrow(widths, style.columns());
        StringBuilder text = new StringBuilder();
        lines(header, widths).forEach(line -> text.append(style.faint(line)).append('\n'));
        rows.forEach(row -> lines(row, widths).forEach(line -> text.append(line).append('\n')));
        return text.toString();
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], Width.of(cells.get(i)));
        }
    }

    /** Shrinks the widest column that may shrink, then the next. */
    private void narrow(int[] widths, int terminal) {
        int missing = IntStream.of(widths).map(width -> GAP + width).sum() - terminal;
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

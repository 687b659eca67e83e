package loom.aml.connect;

import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;

/** Splits the text of a valid TOML document into table headers and assignments, which the parser does not locate exactly. */
final class TomlStatements {
    private static final String MULTI_LINE = "\"\"\"";
    private static final String LITERAL_MULTI_LINE = "'''";

    private final String text;
    private int p;

    private TomlStatements(String text) {
        this.text = text;
    }

    /**
     * A header or an assignment.
     *
     * @param table the path of the table that a header begins, or that an assignment is in
     * @param path the full path of the table or key
     * @param from its first character
     * @param to the end of its line without the line break, or of its last line
     */
    record Statement(List<String> table, List<String> path, int from, int to) {
        boolean isHeader() {
            return table.equals(path);
        }

        /** Returns whether it defines the table or something in it. */
        boolean isOf(List<String> other) {
            return path.size() >= other.size() && path.subList(0, other.size()).equals(other);
        }

        /** Returns whether it is or belongs to a header of the table or of one in it. */
        boolean isInTable(List<String> other) {
            return table.size() >= other.size()
                    && table.subList(0, other.size()).equals(other);
        }
    }

    static List<Statement> of(String text) {
        return new TomlStatements(text).statements();
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        List<String> table = List.of();
        while (true) {
            skipBlank();
            if (p == text.length()) {
                return statements;
            }
            int from = p;
            List<String> path;
            if (text.charAt(p) == '[') {
                int brackets = text.startsWith("[[", p) ? 2 : 1;
                p += brackets;
                table = key(']');
                path = table;
                p += brackets;
            } else {
                path = new ArrayList<>(table);
                path.addAll(key('='));
                p++;
                skipSpaces();
                skipValue();
            }
            endOfLine();
            statements.add(new Statement(table, path, from, p));
        }
    }

    /** Reads a dotted key up to a character outside of quotes. */
    private List<String> key(char end) {
        int from = p;
        while (text.charAt(p) != end) {
            switch (text.charAt(p)) {
                case '"', '\'' -> skipString();
                default -> p++;
            }
        }
        return List.copyOf(Toml.parseDottedKey(text.substring(from, p).strip()));
    }

    private void skipValue() {
        switch (text.charAt(p)) {
            case '"', '\'' -> skipString();
            case '[', '{' -> skipNested();
            default -> {
                while (p < text.length() && "#\r\n".indexOf(text.charAt(p)) < 0) {
                    p++;
                }
                while (ConfigText.isBlank(text.charAt(p - 1))) {
                    p--;
                }
            }
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (text.charAt(p)) {
                case '"', '\'' -> skipString();
                case '#' -> skipComment();
                case '[', '{' -> {
                    depth++;
                    p++;
                }
                case ']', '}' -> {
                    depth--;
                    p++;
                }
                default -> p++;
            }
        } while (depth > 0);
    }

    private void skipString() {
        char quote = text.charAt(p);
        String three = quote == '"' ? MULTI_LINE : LITERAL_MULTI_LINE;
        boolean isMultiLine = text.startsWith(three, p);
        String end = isMultiLine ? three : String.valueOf(quote);
        p += end.length();
        while (!text.startsWith(end, p)) {
            p += quote == '"' && text.charAt(p) == '\\' ? 2 : 1;
        }
        p += end.length();
        // The content of a string may end with one or two quotes.
        while (isMultiLine && p < text.length() && text.charAt(p) == quote) {
            p++;
        }
    }

    private void skipComment() {
        while (p < text.length() && !ConfigText.isLineBreak(text.charAt(p))) {
            p++;
        }
    }

    private void skipSpaces() {
        while (p < text.length() && ConfigText.isBlank(text.charAt(p))) {
            p++;
        }
    }

    /** Skips white space, line breaks and comments. */
    private void skipBlank() {
        while (p < text.length()) {
            char c = text.charAt(p);
            if (c == '#') {
                skipComment();
            } else if (ConfigText.isBlank(c) || ConfigText.isLineBreak(c)) {
                p++;
            } else {
                return;
            }
        }
    }

    /** Skips a comment on the line of a statement. */
    private void endOfLine() {
        int end = p;
        skipSpaces();
        if (p < text.length() && text.charAt(p) == '#') {
            skipComment();
        } else {
            p = end;
        }
    }
}

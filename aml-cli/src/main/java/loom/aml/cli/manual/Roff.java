package loom.aml.cli.manual;

import java.util.Locale;

/** The text of a manual page, in the macros of man(7). All input is escaped. Not thread-safe. */
final class Roff {
    private static final int WIDTH = 78;

    private final StringBuilder text = new StringBuilder();

    Roff(String title, String date, String source) {
        text.append(".TH \"")
                .append(escaped(title.toUpperCase(Locale.ROOT)))
                .append("\" \"1\" \"")
                .append(date)
                .append("\" \"")
                .append(escaped(source))
                .append("\" \"User Commands\"\n");
        // Disables hyphenation, because readers copy words, and justification.
        text.append(".nh\n.ad l\n");
    }

    Roff section(String name) {
        return heading("SH", name.toUpperCase(Locale.ROOT));
    }

    Roff subsection(String name) {
        return heading("SS", name);
    }

    Roff paragraph(String words) {
        text.append(".PP\n");
        return line(words);
    }

    /** Appends a term in bold, its value in italics, and the explanation. */
    Roff term(String term, String value, String meaning) {
        text.append(".TP\n\\fB").append(escaped(term)).append("\\fR");
        if (!value.isEmpty()) {
            text.append(' ').append("\\fI").append(escaped(value)).append("\\fR");
        }
        text.append('\n');
        return line(meaning);
    }

    Roff newLine() {
        text.append(".br\n");
        return this;
    }

    /** Appends a line of code. */
    Roff example(String line) {
        text.append(".PP\n.RS 4\n.nf\n").append(escaped(line)).append("\n.fi\n.RE\n");
        return this;
    }

    /** Appends text, which the pager wraps. */
    Roff line(String words) {
        int column = 0;
        for (String word : words.split(" ")) {
            String escaped = escaped(word);
            if (column > 0 && column + 1 + escaped.length() > WIDTH) {
                text.append('\n');
                column = 0;
            }
            // A leading dot would start a macro.
            String shielded = column == 0 && escaped.startsWith(".") ? "\\&" + escaped : escaped;
            text.append(column == 0 ? "" : " ").append(shielded);
            column += shielded.length() + 1;
        }
        text.append('\n');
        return this;
    }

    private Roff heading(String macro, String name) {
        text.append('.').append(macro).append(" \"").append(escaped(name)).append("\"\n");
        return this;
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("\"", "\\(dq")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti")
                .replace("`", "\\(ga");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

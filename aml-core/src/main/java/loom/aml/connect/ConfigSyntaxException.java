package loom.aml.connect;

/** The text of a configuration is not in the format of its client, or aml cannot edit it without ambiguity. */
final class ConfigSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    ConfigSyntaxException(int line, int column, String what) {
        super(what);
        this.line = line;
        this.column = column;
    }

    ConfigSyntaxException(ConfigText text, int offset, String what) {
        this(text.line(offset), text.column(offset), what);
    }

    /** Returns the line, counted from 1. */
    int line() {
        return line;
    }

    /** Returns the column in characters, counted from 1. */
    int column() {
        return column;
    }
}

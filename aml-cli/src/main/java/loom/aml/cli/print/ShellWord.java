package loom.aml.cli.print;

/** Words for a POSIX shell. */
public final class ShellWord {
    private ShellWord() {}

    /** A text as one word: in quotes if the shell would make anything else of it. */
    public static String of(String text) {
        return text.matches("[\\p{L}\\p{N}_./:@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
